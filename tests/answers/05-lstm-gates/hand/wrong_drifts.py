# loses: hand-count hand-keep
# says: drifts
def counting_cell():
    W = np.array([[0, 0, 0, 0], [10, 0, 0, 0], [0, -10, 0, 0], [0, 0, 0, 10]], float)
    return W, np.array([-5, 5, 10, -5], float)
