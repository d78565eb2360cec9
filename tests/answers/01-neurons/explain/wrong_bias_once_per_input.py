# loses: explain-bias
# says: add b once
def explain(x, w, b):
    contributions = w * x
    z = (contributions + b).sum()
    p = 1 / (1 + np.exp(-z))
    decided = np.argmax(np.abs(contributions))
    return contributions, z, p, decided
