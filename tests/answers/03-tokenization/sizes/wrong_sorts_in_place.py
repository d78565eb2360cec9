# loses: sizes-length
# says: your function changed the list
def choose_sizes(lengths, counts, share):
    n_texts = int(np.ceil(share * len(lengths)))
    lengths.sort()
    max_length = lengths[n_texts - 1]
    covered, V = 0, 2
    for count in sorted(counts.values(), reverse=True):
        if covered < share * sum(counts.values()):
            covered += count
            V += 1
    return max_length, V
