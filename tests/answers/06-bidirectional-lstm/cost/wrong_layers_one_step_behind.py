# loses: cost-waiting
# says: each starts when
def cost(d, u, n_layers, n_ways, T):
    inputs = [d] + [n_ways * u] * (n_layers - 1)
    return (
        sum(n_ways * 4 * u * (x + u + 1) for x in inputs),
        n_layers * n_ways * T,
        T + n_layers - 1,
    )
