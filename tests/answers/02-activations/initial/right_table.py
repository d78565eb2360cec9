# loses: nothing
def initial_layer(d, u, scheme, rng):
    deviation = {
        "he": (2 / d) ** 0.5,
        "glorot": (2 / (d + u)) ** 0.5,
        "pytorch": (3 * d) ** -0.5,
    }[scheme]
    if scheme == "he":
        return rng.normal(0, deviation, (d, u)), np.zeros(u)
    limit = deviation * 3**0.5
    W = rng.uniform(-limit, limit, (d, u))
    b = rng.uniform(-limit, limit, u) if scheme == "pytorch" else 0 * W[0]
    return W, b
