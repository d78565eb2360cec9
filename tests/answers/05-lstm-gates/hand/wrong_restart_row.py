# loses: hand-keep hand-restart
# says: must be near 1 at other words
def counting_cell():
    W = np.zeros((4, 4))
    b = np.array([-10.0, 10.0, 10.0, -10.0])
    W[1, 0] = 20
    W[3, 1] = -20
    W[3, 3] = 20
    return W, b
