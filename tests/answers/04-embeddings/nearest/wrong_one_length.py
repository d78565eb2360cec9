# loses: nearest-order
# says: the order of the dot product
def nearest(word, words, E, k):
    # only the word's own length is divided away, which changes no order
    own = words.index(word)
    cosine = E @ E[own] / np.linalg.norm(E[own]) / np.linalg.norm(E)
    order = np.argsort(-cosine)
    return [words[i] for i in order if i > 1 and i != own][:k]
