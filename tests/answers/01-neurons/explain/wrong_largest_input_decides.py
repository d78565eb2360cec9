# loses: explain-decided
# says: its weight may be small
def explain(x, w, b):
    contributions = w * x
    z = contributions.sum() + b
    p = sigmoid(z)
    decided = np.argmax(x)
    return contributions, z, p, decided
