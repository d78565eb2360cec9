# loses: cost-parameters
# says: no weights for the hidden state
def cost(d, u, n_layers, n_ways, T):
    inputs = [d] + [n_ways * u] * (n_layers - 1)
    return sum(n_ways * 4 * u * (x + 1) for x in inputs), n_layers * n_ways * T, n_layers * T
