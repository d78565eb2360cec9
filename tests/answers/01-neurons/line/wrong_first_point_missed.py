# loses: line-place
# says: 0 at the second point only
def choose_line():
    return np.array([1.5, -3.5]), -1.0
