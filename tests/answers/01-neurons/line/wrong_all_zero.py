# loses: line-place line-side line-steepness
# says: both weights are 0
def choose_line():
    return np.zeros(2), 0.0
