# loses: hand-count hand-keep
# says: drifts away
def counting_cell():
    W = np.array([[0, 0, 0, 0], [12, 0, 0, 0], [0, -12, 0, 0], [0, 0, 0, 12]], float)
    return W, np.array([-6, 6, 10, -6], float)
