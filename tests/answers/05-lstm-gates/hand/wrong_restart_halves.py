# loses: hand-restart
# says: half of the cell
def counting_cell():
    W = np.array([[0, 0, 0, 0], [20, 0, 0, 0], [0, -10, 0, 0], [0, 0, 0, 20]], float)
    return W, np.array([-10, 10, 10, -10], float)
