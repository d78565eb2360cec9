# loses: nudge-size
# says: which subtracts the mean
def measure_gradient(f, X, step):
    gradient = np.empty(X.shape)
    for j in range(X.shape[1]):
        nudge = np.zeros(X.shape)
        nudge[:, j] = step
        gradient[:, j] = (f(X + nudge) - f(X - nudge)) / (2 * step)
    return gradient, gradient.std()
