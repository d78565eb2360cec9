# loses: band-few
# says: fewer than two words are too few
def choose_band():
    W1 = np.array([[1.0, 1.0], [1.0, 1.0]])
    b1 = np.array([-3.0, -4.0])
    w2 = np.array([-1.0, 0.0])
    return W1, b1, w2, 1.5
