# loses: explain-decided
# says: return its index
def explain(x, w, b):
    contributions = w * x
    z = contributions.sum() + b
    p = 1 / (1 + np.exp(-z))
    decided = max(contributions, key=abs)
    return contributions, z, p, decided
