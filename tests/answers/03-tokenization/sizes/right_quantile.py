# loses: nothing
def choose_sizes(lengths, counts, share):
    max_length = np.quantile(lengths, share, method="inverted_cdf")
    left, V = share * sum(counts.values()), 2
    for count in sorted(counts.values())[::-1]:
        if left > 0:
            left -= count
            V += 1
    return int(max_length), V
