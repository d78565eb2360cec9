# loses: initial-generator
# says: the same numbers for two different seeds
def initial_layer(d, u, scheme, rng):
    rng = np.random.default_rng(0)
    if scheme == "he":
        return rng.normal(size=(d, u)) * np.sqrt(2 / d), np.zeros(u)
    if scheme == "glorot":
        limit = np.sqrt(6 / (d + u))
        return rng.uniform(-limit, limit, size=(d, u)), np.zeros(u)
    limit = 1 / np.sqrt(d)
    return rng.uniform(-limit, limit, size=(d, u)), rng.uniform(-limit, limit, size=u)
