# loses: line-place
# says: change b
def choose_line():
    return np.array([1.5, -3.0]), 0.0
