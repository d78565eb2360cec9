# loses: nothing
def measure_gradient(f, X, step):
    gradient = checks.numeric_gradient(lambda X: f(X).sum(), X, step)
    return gradient, np.sqrt((gradient**2).mean())
