# loses: nudge-left
# says: your function changed the array
def measure_gradient(f, X, step):
    gradient = np.empty(X.shape)
    for j in range(X.shape[1]):
        X[:, j] += step
        above = f(X)
        X[:, j] -= 2 * step
        gradient[:, j] = (above - f(X)) / (2 * step)
    return gradient, np.sqrt((gradient**2).mean())
