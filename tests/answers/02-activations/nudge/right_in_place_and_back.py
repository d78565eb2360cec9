# loses: nothing
def measure_gradient(f, X, step):
    gradient = []
    for j in range(X.shape[1]):
        before = X[:, j].copy()
        X[:, j] = before + step
        above = f(X)
        X[:, j] = before - step
        below = f(X)
        X[:, j] = before
        gradient.append((above - below) / (2 * step))
    gradient = np.array(gradient).T
    return gradient, np.sqrt(np.mean(np.square(gradient)))
