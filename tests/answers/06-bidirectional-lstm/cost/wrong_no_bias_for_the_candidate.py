# loses: cost-parameters
# says: no bias for the candidate
def cost(d, u, n_layers, n_ways, T):
    inputs = [d] + [n_ways * u] * (n_layers - 1)
    parameters = sum(n_ways * (4 * u * (x + u) + 3 * u) for x in inputs)
    return parameters, n_layers * n_ways * T, n_layers * T
