# loses: initial-biases
# says: such as one of its rows
def initial_layer(d, u, scheme, rng):
    if scheme == "he":
        return rng.normal(size=(d, u)) * np.sqrt(2 / d), np.zeros(u)
    if scheme == "glorot":
        limit = np.sqrt(6 / (d + u))
        return rng.uniform(-limit, limit, size=(d, u)), np.zeros(u)
    limit = 1 / np.sqrt(d)
    W = rng.uniform(-limit, limit, size=(d, u))
    return W, W[0]
