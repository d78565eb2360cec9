# loses: explain-decided
# says: a large negative one decides as well
def explain(x, w, b):
    contributions = w * x
    z = contributions.sum() + b
    p = 1 / (1 + np.exp(-z))
    decided = np.argmax(contributions)
    return contributions, z, p, decided
