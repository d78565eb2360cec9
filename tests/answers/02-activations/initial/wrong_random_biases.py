# loses: initial-biases
# says: numbers are wrong
def initial_layer(d, u, scheme, rng):
    if scheme == "he":
        return rng.normal(size=(d, u)) * np.sqrt(2 / d), 0.01 * rng.normal(size=u)
    if scheme == "glorot":
        limit = np.sqrt(6 / (d + u))
        return rng.uniform(-limit, limit, size=(d, u)), 0.01 * rng.normal(size=u)
    limit = 1 / np.sqrt(d)
    return rng.uniform(-limit, limit, size=(d, u)), rng.uniform(-limit, limit, size=u)
