# loses: nudge-each
# says: half of the slopes
def measure_gradient(f, X, step):
    gradient = np.empty(X.shape)
    for j in range(X.shape[1]):
        nudge = np.zeros(X.shape)
        nudge[:, j] = step
        gradient[:, j] = (f(X + nudge) - f(X - nudge)) / (4 * step)
    return gradient, np.sqrt((gradient**2).mean())
