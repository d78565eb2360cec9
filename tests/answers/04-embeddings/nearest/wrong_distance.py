# loses: nearest-order
# says: item
def nearest(word, words, E, k):
    own = words.index(word)
    order = np.argsort(np.linalg.norm(E - E[own], axis=1))
    return [words[i] for i in order if i > 1 and i != own][:k]
