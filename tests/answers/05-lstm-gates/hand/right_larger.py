# loses: nothing
def counting_cell():
    W = np.zeros((4, 4))
    b = np.array([-15.0, 12.0, 11.0, -12.0])
    W[1, 0] = 30
    W[2, 1] = -28
    W[3, 3] = 25
    return W, b
