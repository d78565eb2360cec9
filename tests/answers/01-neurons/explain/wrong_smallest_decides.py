# loses: explain-decided
# says: the largest in size decides
def explain(x, w, b):
    contributions = w * x
    z = contributions.sum() + b
    p = sigmoid(z)
    decided = np.argmin(contributions)
    return contributions, z, p, decided
