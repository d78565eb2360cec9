# loses: nearest-order
# says: the order of the dot product
def nearest(word, words, E, k):
    own = words.index(word)
    order = np.argsort(-(E @ E[own]))
    return [words[i] for i in order if i > 1 and i != own][:k]
