# loses: cost-parameters
# says: one gate alone
def cost(d, u, n_layers, n_ways, T):
    inputs = [d] + [n_ways * u] * (n_layers - 1)
    return sum(n_ways * u * (x + u + 1) for x in inputs), n_layers * n_ways * T, n_layers * T
