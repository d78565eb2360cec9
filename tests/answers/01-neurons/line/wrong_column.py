# loses: line-place line-side line-steepness
# says: w: expected the shape (2,), got the shape (2, 1)
def choose_line():
    return np.array([[1.5], [-3.0]]), -1.5
