# loses: line-place
# says: 0 at the first point only
def choose_line():
    return np.array([1.5, -1.5]), -1.5
