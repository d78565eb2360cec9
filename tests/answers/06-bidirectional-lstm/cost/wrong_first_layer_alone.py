# loses: cost-layers
# says: the first layer alone
def cost(d, u, n_layers, n_ways, T):
    inputs = [d]
    return sum(n_ways * 4 * u * (x + u + 1) for x in inputs), n_layers * n_ways * T, n_layers * T
