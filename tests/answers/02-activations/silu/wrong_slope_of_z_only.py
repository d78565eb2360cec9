# loses: silu-slope
# says: as if σ did not change with z
def silu(z):
    p = sigmoid(z)
    return z * p, p
