# loses: initial-biases
# says: a bias for each input
def initial_layer(d, u, scheme, rng):
    if scheme == "he":
        return rng.normal(size=(d, u)) * np.sqrt(2 / d), np.zeros(d)
    if scheme == "glorot":
        limit = np.sqrt(6 / (d + u))
        return rng.uniform(-limit, limit, size=(d, u)), np.zeros(d)
    limit = 1 / np.sqrt(d)
    return rng.uniform(-limit, limit, size=(d, u)), rng.uniform(-limit, limit, size=u)
