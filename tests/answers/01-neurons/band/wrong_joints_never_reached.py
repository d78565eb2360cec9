# loses: band-many
# says: too many
def choose_band():
    # far from their joints both units are straight lines
    W1 = np.array([[1.0, 1.0], [1.0, 1.0]])
    b1 = np.array([100.0, -500.0])
    w2 = np.array([1.0, -2.0])
    return W1, b1, w2, -101.5
