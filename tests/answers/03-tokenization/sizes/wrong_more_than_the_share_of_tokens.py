# loses: sizes-exact
# says: one word more than the share
def choose_sizes(lengths, counts, share):
    n_texts = int(np.ceil(share * len(lengths)))
    max_length = sorted(lengths)[n_texts - 1]
    covered, V = 0, 2
    for count in sorted(counts.values(), reverse=True):
        if covered / sum(counts.values()) <= share:
            covered += count
            V += 1
    return max_length, V
