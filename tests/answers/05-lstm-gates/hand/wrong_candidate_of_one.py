# loses: hand-count
# says: tanh(1) is 0.76
def counting_cell():
    W = np.array([[0, 0, 0, 0], [20, 0, 0, 0], [0, -20, 0, 0], [0, 0, 0, 20]], float)
    return W, np.array([-10, 10, 1, -10], float)
