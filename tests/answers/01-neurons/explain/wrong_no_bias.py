# loses: explain-bias
# says: the weighted sum without its bias; add b
def explain(x, w, b):
    contributions = w * x
    z = contributions.sum()
    p = 1 / (1 + np.exp(-z))
    decided = np.argmax(np.abs(contributions))
    return contributions, z, p, decided
