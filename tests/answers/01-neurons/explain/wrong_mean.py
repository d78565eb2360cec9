# loses: explain-sum
# says: the mean of the contributions
def explain(x, w, b):
    contributions = w * x
    z = contributions.mean() + b
    p = 1 / (1 + np.exp(-z))
    decided = np.argmax(np.abs(contributions))
    return contributions, z, p, decided
