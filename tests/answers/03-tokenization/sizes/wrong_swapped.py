# loses: sizes-length sizes-exact sizes-words sizes-special
# says: max_length
def choose_sizes(lengths, counts, share):
    n_texts = int(np.ceil(share * len(lengths)))
    max_length = sorted(lengths)[n_texts - 1]
    covered, V = 0, 2
    for count in sorted(counts.values(), reverse=True):
        if covered < share * sum(counts.values()):
            covered += count
            V += 1
    return V, max_length
