# loses: silu-slope
# says: z times the slope of σ alone
def silu(z):
    p = sigmoid(z)
    return z * p, z * p * (1 - p)
