# loses: cost-parameters
# says: twice the units
def cost(d, u, n_layers, n_ways, T):
    inputs = [d] + [n_ways * u] * (n_layers - 1)
    return (
        sum(4 * n_ways * u * (x + n_ways * u + 1) for x in inputs),
        n_layers * n_ways * T,
        n_layers * T,
    )
