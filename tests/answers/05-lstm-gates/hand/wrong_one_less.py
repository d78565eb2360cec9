# loses: hand-restart
# says: a restart must clear all
def counting_cell():
    W = np.zeros((4, 4))
    b = np.array([-10.0, 10.0, 10.0, -10.0])
    W[1, 0] = 20
    W[2, 0] = 20
    W[2, 2] = -20
    W[3, 3] = 20
    return W, b
