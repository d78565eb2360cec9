# loses: nothing
def nearest(word, words, E, k):
    own = words.index(word)
    length = np.sqrt((E**2).sum(axis=1))
    cosine = (E @ E[own]) / length
    cosine[[0, 1, own]] = -np.inf
    return [words[i] for i in np.argsort(cosine)[::-1][:k]]
