# loses: hand-count hand-keep hand-restart hand-show
# says: the input gate must open
def counting_cell():
    W = np.zeros((4, 4))
    b = np.array([-10.0, 10.0, 10.0, -10.0])
    W[2, 1] = -20
    W[3, 3] = 20
    return W, b
