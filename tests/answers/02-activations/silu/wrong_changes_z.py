# loses: silu-value
# says: your function changed the array
def silu(z):
    p = sigmoid(z)
    slope = p + z * p * (1 - p)
    z *= p
    return z, slope
