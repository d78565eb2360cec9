# loses: cost-layers
# says: it gets both
def cost(d, u, n_layers, n_ways, T):
    inputs = [d] + [u] * (n_layers - 1)
    return sum(n_ways * 4 * u * (x + u + 1) for x in inputs), n_layers * n_ways * T, n_layers * T
