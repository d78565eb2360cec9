# loses: sizes-length sizes-exact
# says: a length between two texts
def choose_sizes(lengths, counts, share):
    n_texts = int(np.ceil(share * len(lengths)))
    max_length = np.percentile(lengths, 100 * share)
    covered, V = 0, 2
    for count in sorted(counts.values(), reverse=True):
        if covered < share * sum(counts.values()):
            covered += count
            V += 1
    return max_length, V
