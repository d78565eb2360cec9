# loses: line-side
# says: the wrong way round
def choose_line():
    return np.array([-1.5, 3.0]), 1.5
