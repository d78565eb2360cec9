# loses: nothing
def cost(d, u, n_layers, n_ways, T):
    parameters = steps = waiting = 0
    for _ in range(n_layers):
        for way in range(n_ways):
            W, b = (u + d) * 4 * u, 4 * u
            parameters += W + b
            steps += T
        waiting += T
        d = n_ways * u
    return parameters, steps, waiting
