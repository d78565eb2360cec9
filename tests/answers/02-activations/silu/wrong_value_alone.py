# loses: silu-value silu-slope silu-large
# says: end it with `return h, slope`
def silu(z):
    return z * sigmoid(z)
