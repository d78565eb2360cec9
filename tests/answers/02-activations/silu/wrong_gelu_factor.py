# loses: silu-value
# says: SiLU has no 1.702
def silu(z):
    p = sigmoid(z)
    return z * sigmoid(1.702 * z), p + z * p * (1 - p)
