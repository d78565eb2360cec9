# loses: merges-again
# says: join whole pieces
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
            pieces[word] = " ".join(own).replace(" ".join(best), "".join(best)).split()
    return merges
