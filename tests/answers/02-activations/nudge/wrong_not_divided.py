# loses: nudge-each
# says: the differences themselves
def measure_gradient(f, X, step):
    gradient = np.empty(X.shape)
    for j in range(X.shape[1]):
        nudge = np.zeros(X.shape)
        nudge[:, j] = step
        gradient[:, j] = f(X + nudge) - f(X - nudge)
    return gradient, np.sqrt((gradient**2).mean())
