# loses: explain-contributions
# says: the bias inside every contribution
def explain(x, w, b):
    contributions = w * x + b
    z = w @ x + b
    p = 1 / (1 + np.exp(-z))
    return contributions, z, p, np.argmax(np.abs(w * x))
