# loses: line-steepness
# says: the change of z for one more error
def choose_line():
    return np.array([15.0, -30.0]), -15.0
