# loses: explain-contributions
# says: keep the sign of each
def explain(x, w, b):
    contributions = np.abs(w * x)
    z = w @ x + b
    return contributions, z, 1 / (1 + np.exp(-z)), contributions.argmax()
