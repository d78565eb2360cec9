# loses: explain-bias
# says: the bias taken away
def explain(x, w, b):
    contributions = w * x
    z = contributions.sum() - b
    p = 1 / (1 + np.exp(-z))
    decided = np.argmax(np.abs(contributions))
    return contributions, z, p, decided
