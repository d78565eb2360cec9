# loses: nudge-each
# says: nudge one input at a time
def measure_gradient(f, X, step):
    slope = (f(X + step) - f(X - step)) / (2 * step)
    gradient = np.repeat(slope[:, None], X.shape[1], axis=1)
    return gradient, np.sqrt((gradient**2).mean())
