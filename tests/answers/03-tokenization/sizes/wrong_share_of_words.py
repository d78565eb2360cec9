# loses: sizes-words
# says: a share of the words
def choose_sizes(lengths, counts, share):
    max_length = sorted(lengths)[int(np.ceil(share * len(lengths))) - 1]
    return max_length, int(np.ceil(share * len(counts))) + 2
