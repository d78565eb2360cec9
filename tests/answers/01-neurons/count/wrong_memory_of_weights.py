# loses: count-memory
# says: biases take memory too
def count_parameters(sizes):
    weights = sum(d * u for d, u in zip(sizes[:-1], sizes[1:]))
    biases = sum(sizes[1:])
    memory = 4 * weights
    return weights, biases, memory
