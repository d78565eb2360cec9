# loses: sizes-words
# says: the words in the order given
def choose_sizes(lengths, counts, share):
    n_texts = int(np.ceil(share * len(lengths)))
    max_length = sorted(lengths)[n_texts - 1]
    covered, V = 0, 2
    for count in counts.values():
        if covered < share * sum(counts.values()):
            covered += count
            V += 1
    return max_length, V
