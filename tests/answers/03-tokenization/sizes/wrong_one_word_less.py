# loses: sizes-special
# says: one word too few
def choose_sizes(lengths, counts, share):
    max_length = sorted(lengths)[int(np.ceil(share * len(lengths))) - 1]
    frequencies = np.sort(list(counts.values()))[::-1]
    covered = np.cumsum(frequencies) / frequencies.sum()
    return max_length, 2 + np.sum(covered < share)
