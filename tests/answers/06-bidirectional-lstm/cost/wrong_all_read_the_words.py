# loses: cost-layers
# says: both read the words
def cost(d, u, n_layers, n_ways, T):
    inputs = [d] * n_layers
    return sum(n_ways * 4 * u * (x + u + 1) for x in inputs), n_layers * n_ways * T, n_layers * T
