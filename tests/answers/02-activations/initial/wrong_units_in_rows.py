# loses: initial-he initial-glorot initial-pytorch
# says: expected the shape
def initial_layer(d, u, scheme, rng):
    if scheme == "he":
        return rng.normal(size=(u, d)) * np.sqrt(2 / d), np.zeros(u)
    if scheme == "glorot":
        limit = np.sqrt(6 / (d + u))
        return rng.uniform(-limit, limit, size=(u, d)), np.zeros(u)
    limit = 1 / np.sqrt(d)
    return rng.uniform(-limit, limit, size=(u, d)), rng.uniform(-limit, limit, size=u)
