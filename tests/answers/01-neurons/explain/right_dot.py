# loses: nothing
def explain(x, w, b):
    z = np.dot(w, x) + b
    contributions = np.multiply(x, w)
    size = contributions**2
    return contributions, z, np.exp(z) / (1 + np.exp(z)), int(size.argmax())
