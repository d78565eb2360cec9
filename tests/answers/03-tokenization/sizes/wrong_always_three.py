# loses: sizes-words sizes-special sizes-length sizes-exact
# says: V for two words
def choose_sizes(lengths, counts, share):
    return len(lengths), 3
