# loses: hand-count
# says: a count downwards
def counting_cell():
    W = np.array([[0, 0, 0, 0], [20, 0, 0, 0], [0, -20, 0, 0], [0, 0, 0, 20]], float)
    return W, np.array([-10, 10, -10, -10], float)
