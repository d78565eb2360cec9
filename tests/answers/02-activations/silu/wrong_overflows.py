# loses: silu-large
# says: NaN or infinity
def silu(z):
    e = np.exp(z)
    p = e / (1 + e)
    return z * p, p + z * p * (1 - p)
