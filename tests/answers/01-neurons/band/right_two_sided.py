# loses: nothing
def choose_band():
    # one unit grows below 2.5, the other above 3.5; the output is yes where both stay small
    W1 = np.array([[-1.0, 1.0], [-1.0, 1.0]])
    b1 = np.array([2.5, -3.5])
    w2 = np.array([-1.0, -1.0])
    return W1, b1, w2, 0.75
