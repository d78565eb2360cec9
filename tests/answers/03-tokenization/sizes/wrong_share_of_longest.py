# loses: sizes-length sizes-exact
# says: a share of the longest text
def choose_sizes(lengths, counts, share):
    n_texts = int(np.ceil(share * len(lengths)))
    max_length = share * max(lengths)
    covered, V = 0, 2
    for count in sorted(counts.values(), reverse=True):
        if covered < share * sum(counts.values()):
            covered += count
            V += 1
    return max_length, V
