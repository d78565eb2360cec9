# loses: cost-layers
# says: inputs that grow
def cost(d, u, n_layers, n_ways, T):
    parameters = n_ways * 4 * u * (d + u + 1)
    below = u
    for _ in range(n_layers - 1):
        below *= n_ways
        parameters += n_ways * 4 * u * (below + u + 1)
    return parameters, n_layers * n_ways * T, n_layers * T
