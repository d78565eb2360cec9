# loses: nothing
def initial_layer(d, u, scheme, rng):
    even = 2 * rng.random((d + 1, u)) - 1
    if scheme == "pytorch":
        even = even / d**0.5
        return even[1:], even[0]
    if scheme == "glorot":
        return even[1:] * np.sqrt(6 / (d + u)), [0.0] * u
    return rng.standard_normal((d, u)) * np.sqrt(2) / np.sqrt(d), [0.0] * u
