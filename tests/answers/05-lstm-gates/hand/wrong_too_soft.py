# loses: hand-count hand-keep hand-restart hand-show
# says: forgets while it counts
def counting_cell():
    W = np.zeros((4, 4))
    b = np.array([-1.0, 1.0, 1.0, -1.0])
    W[1, 0] = 2
    W[2, 1] = -2
    W[3, 3] = 2
    return W, b
