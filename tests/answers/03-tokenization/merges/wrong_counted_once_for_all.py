# loses: merges-again
# says: two pairs of the first count
def learn(counts, n_merges):
    pairs = {}
    for word, count in counts.items():
        own = word + "_"
        for i in range(len(own) - 1):
            pair = own[i], own[i + 1]
            pairs[pair] = pairs.get(pair, 0) + count
    order = sorted(pairs, key=lambda pair: (-pairs[pair], pair))
    return [" ".join(pair) for pair in order[:n_merges] if pairs[pair] > 1]
