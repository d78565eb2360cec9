# loses: nothing
def choose_sizes(lengths, counts, share):
    max_length = min(
        length for length in lengths if np.mean(np.array(lengths) <= length) >= share
    )
    frequencies = np.sort(list(counts.values()))[::-1]
    covered = np.cumsum(frequencies) / frequencies.sum()
    return max_length, 3 + np.sum(covered < share)
