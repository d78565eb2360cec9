# loses: silu-large
# says: slope: NaN or infinity
def silu(z):
    p = sigmoid(z)
    e = np.exp(-z)
    return z * p, (1 + e + z * e) / (1 + e) ** 2
