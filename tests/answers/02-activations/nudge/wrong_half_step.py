# loses: nudge-sides
# says: half a step each way
def measure_gradient(f, X, step):
    gradient = np.empty(X.shape)
    for j in range(X.shape[1]):
        nudge = np.zeros(X.shape)
        nudge[:, j] = step / 2
        gradient[:, j] = (f(X + nudge) - f(X - nudge)) / step
    return gradient, np.sqrt((gradient**2).mean())
