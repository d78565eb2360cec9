# loses: merges-again
# says: from left to right
def learn(counts, n_merges):
    pieces = {word: list(word) + ["_"] for word in counts}
    merges = []
    for _ in range(n_merges):
        pairs = {}
        for word, own in pieces.items():
            for pair in zip(own, own[1:]):
                pairs[pair] = pairs.get(pair, 0) + counts[word]
        if not pairs:
            break
        best = min(pairs, key=lambda pair: (-pairs[pair], pair))
        if pairs[best] < 2:
            break
        merges.append(best[0] + " " + best[1])
        for word, own in pieces.items():
            i = len(own) - 2
            while i >= 0:
                if (own[i], own[i + 1]) == best:
                    own[i : i + 2] = ["".join(best)]
                i -= 1
    return merges
