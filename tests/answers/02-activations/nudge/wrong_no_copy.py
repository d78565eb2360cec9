# loses: nudge-each nudge-sides nudge-size nudge-left
# says: they are the same array
def measure_gradient(f, X, step):
    gradient = np.empty(X.shape)
    for j in range(X.shape[1]):
        up = X
        down = X
        up[:, j] += step
        down[:, j] -= step
        gradient[:, j] = (f(up) - f(down)) / (2 * step)
    return gradient, np.sqrt((gradient**2).mean())
