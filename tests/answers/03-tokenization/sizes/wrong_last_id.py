# loses: sizes-special
# says: padding and unknown have an id each
def choose_sizes(lengths, counts, share):
    n_texts = int(np.ceil(share * len(lengths)))
    max_length = sorted(lengths)[n_texts - 1]
    covered, V = 0, 1
    for count in sorted(counts.values(), reverse=True):
        if covered < share * sum(counts.values()):
            covered += count
            V += 1
    return max_length, V
