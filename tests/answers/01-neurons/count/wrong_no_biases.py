# loses: count-biases
# says: no bias at all
def count_parameters(sizes):
    weights = sum(d * u for d, u in zip(sizes[:-1], sizes[1:]))
    biases = 0
    memory = 4 * (weights + biases)
    return weights, biases, memory
