# loses: silu-value
# says: z tanh(z)
def silu(z):
    p = sigmoid(z)
    return z * np.tanh(z), p + z * p * (1 - p)
