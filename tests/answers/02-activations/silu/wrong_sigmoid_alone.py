# loses: silu-value
# says: you have the sigmoid of z; multiply it by z
def silu(z):
    p = sigmoid(z)
    return p, p + z * p * (1 - p)
