# loses: line-steepness
# says: multiply w and b by the same number
def choose_line():
    return np.array([1.0, -2.0]), -1.0
