# loses: nearest-self
# says: the word itself
def nearest(word, words, E, k):
    # the first of the order is taken for the word itself
    unit = E / np.linalg.norm(E, axis=1, keepdims=True)
    order = np.argsort(-(unit @ unit[words.index(word)]), kind="stable")
    return [words[i] for i in order if i > 1][1 : k + 1]
