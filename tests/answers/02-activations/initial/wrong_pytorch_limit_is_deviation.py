# loses: initial-pytorch initial-biases
# says: PyTorch's limit is 1/√d
def initial_layer(d, u, scheme, rng):
    if scheme == "he":
        return rng.normal(size=(d, u)) * np.sqrt(2 / d), np.zeros(u)
    if scheme == "glorot":
        limit = np.sqrt(6 / (d + u))
        return rng.uniform(-limit, limit, size=(d, u)), np.zeros(u)
    limit = 1 / np.sqrt(3 * d)
    return rng.uniform(-limit, limit, size=(d, u)), rng.uniform(-limit, limit, size=u)
