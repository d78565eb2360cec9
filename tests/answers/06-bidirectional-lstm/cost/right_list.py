# loses: nothing
def cost(d, u, n_layers, n_ways, T):
    one = n_ways * 4 * u * (d + u + 1)
    more = (n_layers - 1) * n_ways * 4 * u * (n_ways * u + u + 1)
    return [float(one + more), n_layers * n_ways * T, n_layers * T]
