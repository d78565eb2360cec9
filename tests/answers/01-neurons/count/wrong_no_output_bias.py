# loses: count-biases
# says: no bias for the output layer
def count_parameters(sizes):
    weights = sum(d * u for d, u in zip(sizes[:-1], sizes[1:]))
    biases = sum(sizes[1:-1])
    memory = 4 * (weights + biases)
    return weights, biases, memory
