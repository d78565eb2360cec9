# loses: explain-activation
# says: check the sign
def explain(x, w, b):
    contributions = w * x
    z = contributions.sum() + b
    p = 1 / (1 + np.exp(z))
    decided = np.argmax(np.abs(contributions))
    return contributions, z, p, decided
