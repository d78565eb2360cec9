# loses: nothing
def choose_band():
    W1, b1 = np.array([[1.0, 1.0], [1.0, 1.0]]), np.array([-1.0, -3.0])
    W2, b2 = np.array([[1.0], [-2.0]]), np.array([-0.5])
    return W1, b1, W2, b2
