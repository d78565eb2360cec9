# loses: band-few band-many band-edges
# says: W1: expected the shape (2, 3), got the shape (3, 2)
def choose_band():
    W1 = np.array([[1.0, 1.0], [1.0, 1.0], [1.0, 1.0]])
    b1 = np.array([-1.0, -2.0, -4.0])
    w2 = np.array([1.0, -1.0, -1.0])
    return W1, b1, w2, -0.5
