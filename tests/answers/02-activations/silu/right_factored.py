# loses: nothing
def silu(z):
    p = sigmoid(z)
    return z * p, p * (1 + z * (1 - p))
