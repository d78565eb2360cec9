# loses: explain-activation
# says: put z through the sigmoid
def explain(x, w, b):
    contributions = w * x
    z = contributions.sum() + b
    p = z
    decided = np.argmax(np.abs(contributions))
    return contributions, z, p, decided
