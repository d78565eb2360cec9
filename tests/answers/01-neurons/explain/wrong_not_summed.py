# loses: explain-sum explain-bias
# says: add them up to one number
def explain(x, w, b):
    contributions = w * x
    z = contributions + b
    return contributions, z, sigmoid(z), np.argmax(np.abs(contributions))
