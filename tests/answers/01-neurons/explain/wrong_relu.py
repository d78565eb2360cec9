# loses: explain-activation
# says: or its ReLU; put z through the sigmoid
def explain(x, w, b):
    contributions = w * x
    z = contributions.sum() + b
    p = max(0, z)
    decided = np.argmax(np.abs(contributions))
    return contributions, z, p, decided
