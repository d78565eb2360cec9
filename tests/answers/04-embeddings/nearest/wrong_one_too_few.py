# loses: nearest-count
# says: and should be
def nearest(word, words, E, k):
    # k places, the word's own among them
    own = words.index(word)
    unit = E / np.linalg.norm(E, axis=1, keepdims=True)
    order = [i for i in np.argsort(-(unit @ unit[own])) if i > 1][: max(k, 3)]
    return [words[i] for i in order if i != own] if k > 1 else []
