# loses: line-place line-side line-steepness
# says: the wrong way round
def choose_line():
    return np.array([-3.0, 1.5]), -1.5
