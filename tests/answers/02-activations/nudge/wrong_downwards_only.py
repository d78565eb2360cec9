# loses: nudge-sides
# says: nudge up and down by the same
def measure_gradient(f, X, step):
    gradient = np.empty(X.shape)
    for j in range(X.shape[1]):
        nudge = np.zeros(X.shape)
        nudge[:, j] = step
        gradient[:, j] = (f(X) - f(X - nudge)) / step
    return gradient, np.sqrt((gradient**2).mean())
