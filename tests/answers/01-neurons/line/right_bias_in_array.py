# loses: nothing
def choose_line():
    return np.array([1.5, -3.0]), np.array([-1.5])
