# loses: hand-count
# says: right after
def counting_cell():
    W = np.array([[-20, 0, 0, 0], [20, 0, 0, 0], [0, -20, 0, 0], [0, 0, 0, 20]], float)
    return W, np.array([-10, 10, 10, -10], float)
