# loses: silu-slope
# says: add them
def silu(z):
    p = sigmoid(z)
    return z * p, p - z * p * (1 - p)
