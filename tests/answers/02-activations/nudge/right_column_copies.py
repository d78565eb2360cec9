# loses: nothing
def measure_gradient(f, X, step):
    columns = []
    for j in range(X.shape[1]):
        up, down = X.copy(), X.copy()
        up[:, j] += step
        down[:, j] -= step
        columns.append((f(up) - f(down)) / (2 * step))
    gradient = np.stack(columns, axis=1)
    return gradient, np.linalg.norm(gradient) / np.sqrt(gradient.size)
