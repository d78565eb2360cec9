# loses: nothing
def measure_gradient(f, X, step):
    n, d = X.shape
    gradient = np.zeros((n, d))
    for i in range(n):
        for j in range(d):
            ends = []
            for side in (1, -1):
                moved = np.array(X)
                moved[i, j] = X[i, j] + side * step
                ends.append(f(moved)[i])
            gradient[i, j] = (ends[0] - ends[1]) / step / 2
    return gradient, (gradient**2).mean() ** 0.5
