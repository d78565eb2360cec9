# loses: explain-decided
# says: its input may be 0
def explain(x, w, b):
    contributions = w * x
    z = contributions.sum() + b
    p = 1 / (1 + np.exp(-z))
    decided = np.argmax(np.abs(w))
    return contributions, z, p, decided
