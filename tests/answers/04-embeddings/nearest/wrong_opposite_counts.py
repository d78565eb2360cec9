# loses: nearest-order
# says: item
def nearest(word, words, E, k):
    own = words.index(word)
    unit = E / np.linalg.norm(E, axis=1, keepdims=True)
    order = np.argsort(-((unit @ unit[own]) ** 2))
    return [words[i] for i in order if i > 1 and i != own][:k]
