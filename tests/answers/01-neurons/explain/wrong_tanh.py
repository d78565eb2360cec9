# loses: explain-activation
# says: the sigmoid goes from 0 to 1
def explain(x, w, b):
    contributions = w * x
    z = contributions.sum() + b
    p = np.tanh(z)
    decided = np.argmax(np.abs(contributions))
    return contributions, z, p, decided
