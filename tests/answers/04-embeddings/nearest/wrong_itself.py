# loses: nearest-self
# says: the word itself is among them
def nearest(word, words, E, k):
    unit = E / np.linalg.norm(E, axis=1, keepdims=True)
    order = np.argsort(-(unit @ unit[words.index(word)]))
    return [words[i] for i in order if i > 1][:k]
