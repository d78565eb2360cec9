# loses: hand-show
# says: must open it
def counting_cell():
    W = np.zeros((4, 4))
    b = np.array([-10.0, 10.0, 10.0, -10.0])
    W[1, 0] = 20
    W[2, 1] = -20
    return W, b
