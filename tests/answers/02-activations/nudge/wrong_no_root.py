# loses: nudge-size
# says: the mean square; take its root
def measure_gradient(f, X, step):
    gradient = np.empty(X.shape)
    for j in range(X.shape[1]):
        nudge = np.zeros(X.shape)
        nudge[:, j] = step
        gradient[:, j] = (f(X + nudge) - f(X - nudge)) / (2 * step)
    return gradient, (gradient**2).mean()
