# loses: explain-activation
# says: the sum without its bias; put z through it
def explain(x, w, b):
    contributions = w * x
    z = contributions.sum() + b
    p = sigmoid(contributions.sum())
    decided = np.argmax(np.abs(contributions))
    return contributions, z, p, decided
