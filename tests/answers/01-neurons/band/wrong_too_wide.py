# loses: band-few
# says: [1, 0]
def choose_band():
    W1 = np.array([[1.0, 1.0], [1.0, 1.0]])
    b1 = np.array([0.0, -2.5])
    w2 = np.array([1.0, -2.0])
    return W1, b1, w2, -0.25
