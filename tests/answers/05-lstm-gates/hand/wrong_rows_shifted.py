# loses: hand-count hand-keep hand-restart hand-show
# says: the first meets h
def counting_cell():
    W = np.array([[20, 0, 0, 0], [0, -20, 0, 0], [0, 0, 0, 20], [0, 0, 0, 0]], float)
    return W, np.array([-10, 10, 10, -10], float)
