# loses: hand-count
# says: the same part of 1
def counting_cell():
    W = np.array([[0, 0, 0, 0], [20, 0, 0, 0], [0, -20, 0, 0], [0, 0, 0, 20]], float)
    return W, np.array([-10, 10, 0.5, -10], float)
