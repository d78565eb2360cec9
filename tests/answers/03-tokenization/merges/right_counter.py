# loses: nothing
from collections import Counter
from itertools import pairwise


def learn(counts, n_merges):
    words = [(list(word + "_"), count) for word, count in counts.items()]
    merges = []
    for _ in range(n_merges):
        pairs = Counter()
        for own, count in words:
            for pair in pairwise(own):
                pairs[pair] += count
        most = max(pairs.values(), default=0)
        if most < 2:
            return merges
        first, second = min(pair for pair in pairs if pairs[pair] == most)
        merges.append(first + " " + second)
        for own, _ in words:
            i = 0
            while i < len(own) - 1:
                if own[i] == first and own[i + 1] == second:
                    own[i : i + 2] = [first + second]
                i += 1
    return merges
