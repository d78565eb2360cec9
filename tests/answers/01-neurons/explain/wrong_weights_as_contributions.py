# loses: explain-contributions
# says: multiply each by its input
def explain(x, w, b):
    z = w @ x + b
    p = 1 / (1 + np.exp(-z))
    return w, z, p, np.argmax(np.abs(w * x))
