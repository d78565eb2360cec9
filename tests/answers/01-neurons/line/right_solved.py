# loses: nothing
def choose_line():
    # w1 is given; the two points give two equations for w2 and b
    w1 = 1.5
    w2, b = np.linalg.solve([[0.0, 1.0], [1.0, 1.0]], [-w1 * 1, -w1 * 3])
    return [w1, w2], b
