# loses: nearest-special
# says: it is no word
def nearest(word, words, E, k):
    own = words.index(word)
    unit = E / np.linalg.norm(E, axis=1, keepdims=True)
    order = np.argsort(-(unit @ unit[own]))
    return [words[i] for i in order if i != own][:k]
