# loses: count-weights
# says: add those of the others
def count_parameters(sizes):
    weights = sizes[0] * sizes[1]
    biases = sum(sizes[1:])
    memory = 4 * (weights + biases)
    return weights, biases, memory
