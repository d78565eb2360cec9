# loses: sizes-exact
# says: exactly is enough
def choose_sizes(lengths, counts, share):
    n_texts = min(int(share * len(lengths)) + 1, len(lengths))
    max_length = sorted(lengths)[n_texts - 1]
    covered, V = 0, 2
    for count in sorted(counts.values(), reverse=True):
        if covered < share * sum(counts.values()):
            covered += count
            V += 1
    return max_length, V
