# loses: nothing
def nearest(word, words, E, k):
    own = E[words.index(word)]
    found = []
    for i in range(2, len(words)):
        if words[i] != word:
            cosine = E[i] @ own / (np.linalg.norm(E[i]) * np.linalg.norm(own))
            found.append((-cosine, words[i]))
    return [name for _, name in sorted(found)[:k]]
