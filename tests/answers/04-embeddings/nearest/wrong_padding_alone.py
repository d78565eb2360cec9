# loses: nearest-special
# says: (unknown) is among them
def nearest(word, words, E, k):
    own = words.index(word)
    unit = E / np.linalg.norm(E, axis=1, keepdims=True)
    order = np.argsort(-(unit @ unit[own]))
    return [words[i] for i in order if i > 0 and i != own][:k]
