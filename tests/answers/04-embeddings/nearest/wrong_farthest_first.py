# loses: nearest-order nearest-special
# says: the farthest first
def nearest(word, words, E, k):
    own = words.index(word)
    unit = E / np.linalg.norm(E, axis=1, keepdims=True)
    order = np.argsort(unit @ unit[own])
    return [words[i] for i in order if i > 1 and i != own][:k]
