# loses: merges-again merges-ties merges-stop
# says: the same pair again
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
            joined, i = [], 0
            while i < len(own):
                if tuple(own[i : i + 2]) == best:
                    joined.append(own[i] + own[i + 1])
                    i += 2
                else:
                    joined.append(own[i])
                    i += 1
    return merges
