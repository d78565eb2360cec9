# loses: nearest-self
# says: is missing
def nearest(word, words, E, k):
    own = words.index(word)
    unit = E / np.linalg.norm(E, axis=1, keepdims=True)
    cosine = unit @ unit[own]
    order = np.argsort(-cosine)
    return [words[i] for i in order if i > 1 and cosine[i] < 1 - 1e-12][:k]
