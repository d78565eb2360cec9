# loses: nudge-each nudge-sides nudge-size nudge-left
# says: of these only that of row i
def measure_gradient(f, X, step):
    gradient = np.empty(X.shape)
    for i in range(X.shape[0]):
        for j in range(X.shape[1]):
            up, down = X.copy(), X.copy()
            up[i, j] += step
            down[i, j] -= step
            gradient[i, j] = (f(up) - f(down)) / (2 * step)
    return gradient, np.sqrt((gradient**2).mean())
