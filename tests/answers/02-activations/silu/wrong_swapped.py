# loses: silu-value silu-slope
# says: return h first
def silu(z):
    p = sigmoid(z)
    return p + z * p * (1 - p), z * p
