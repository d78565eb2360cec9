# loses: nearest-special
# says: ids 0 and 1 are no words
def nearest(word, words, E, k):
    unit = E / np.linalg.norm(E, axis=1, keepdims=True)
    order = np.argsort(-(unit @ unit[words.index(word)]))
    left_out = ("(padding)", "(unknown)", word)
    return [words[i] for i in order if words[i] not in left_out][:k]
