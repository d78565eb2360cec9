# loses: explain-sum
# says: the largest contribution; add all of them up
def explain(x, w, b):
    contributions = w * x
    z = contributions.max() + b
    p = 1 / (1 + np.exp(-z))
    decided = np.argmax(np.abs(contributions))
    return contributions, z, p, decided
