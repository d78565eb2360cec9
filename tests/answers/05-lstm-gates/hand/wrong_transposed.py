# loses: hand-count hand-keep hand-restart hand-show
# says: rows and columns of W swapped
def counting_cell():
    W = np.array([[0, 20, 0, 0], [0, 0, -20, 0], [0, 0, 0, 0], [0, 0, 0, 20]], float)
    return W, np.array([-10, 10, 10, -10], float)
