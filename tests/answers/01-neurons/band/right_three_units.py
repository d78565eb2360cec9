# loses: nothing
def choose_band():
    W1 = np.full((2, 3), 2)
    b1 = np.array([-2, -4, -8])
    w2 = np.array([1, -1, -4])
    return W1, b1, w2, -1
