# loses: nothing
def counting_cell():
    W = np.zeros((4, 4))
    b = np.array([10.0, 10.0, 0.0, -10.0])
    W[2, 1] = -20
    W[3, 3] = 20
    W[1, 2] = 10
    return W, b
