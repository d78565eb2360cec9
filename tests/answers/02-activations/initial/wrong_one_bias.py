# loses: initial-biases
# says: give each unit a bias
def initial_layer(d, u, scheme, rng):
    if scheme == "he":
        return rng.normal(size=(d, u)) * np.sqrt(2 / d), 0.0
    if scheme == "glorot":
        limit = np.sqrt(6 / (d + u))
        return rng.uniform(-limit, limit, size=(d, u)), 0.0
    limit = 1 / np.sqrt(d)
    return rng.uniform(-limit, limit, size=(d, u)), rng.uniform(-limit, limit, size=u)
