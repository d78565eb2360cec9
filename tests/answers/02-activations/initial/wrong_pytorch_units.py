# loses: initial-pytorch
# says: PyTorch counts the inputs
def initial_layer(d, u, scheme, rng):
    if scheme == "he":
        return rng.normal(size=(d, u)) * np.sqrt(2 / d), np.zeros(u)
    if scheme == "glorot":
        limit = np.sqrt(6 / (d + u))
        return rng.uniform(-limit, limit, size=(d, u)), np.zeros(u)
    limit = 1 / np.sqrt(d)
    return rng.uniform(-1, 1, size=(d, u)) / np.sqrt(u), rng.uniform(-limit, limit, size=u)
