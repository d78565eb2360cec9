# loses: explain-decided
# says: indices begin at 0
def explain(x, w, b):
    contributions = w * x
    z = contributions.sum() + b
    p = sigmoid(z)
    decided = np.argmax(np.abs(contributions)) + 1
    return contributions, z, p, decided
