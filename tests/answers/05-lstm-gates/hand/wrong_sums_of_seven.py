# loses: hand-keep
# says: all four sums must be 10 or more
def counting_cell():
    W = np.array([[0, 0, 0, 0], [14, 0, 0, 0], [0, -14, 0, 0], [0, 0, 0, 14]], float)
    return W, np.array([-7, 7, 7, -7], float)
