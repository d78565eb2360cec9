# loses: silu-slope
# says: multiply that slope by z
def silu(z):
    p = sigmoid(z)
    return z * p, p + p * (1 - p)
