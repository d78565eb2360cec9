# loses: band-few band-many band-edges
# says: the wrong way round
def choose_band():
    W1 = np.array([[1.0, 1.0], [1.0, 1.0]])
    b1 = np.array([-1.0, -3.0])
    w2 = np.array([-1.0, 2.0])
    return W1, b1, w2, 0.5
