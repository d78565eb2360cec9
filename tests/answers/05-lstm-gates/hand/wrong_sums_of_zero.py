# loses: hand-count hand-restart hand-show
# says: a half at each error
def counting_cell():
    W = np.array([[0, 0, 0, 0], [10, 0, 0, 0], [0, -10, 0, 0], [0, 0, 0, 10]], float)
    return W, np.array([-10, 10, 10, -10], float)
