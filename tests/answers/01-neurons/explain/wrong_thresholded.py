# loses: explain-activation
# says: return the probability itself
def explain(x, w, b):
    contributions = w * x
    z = contributions.sum() + b
    p = 1.0 if z > 0 else 0.0
    decided = np.argmax(np.abs(contributions))
    return contributions, z, p, decided
