# loses: nudge-each nudge-sides nudge-size nudge-left
# says: the same number everywhere
def measure_gradient(f, X, step):
    return np.ones(X.shape), 1.0
