# loses: count-weights
# says: the output layer has weights too
def count_parameters(sizes):
    weights = sum(sizes[i] * sizes[i + 1] for i in range(len(sizes) - 2))
    biases = sum(sizes[1:])
    memory = 4 * (weights + biases)
    return weights, biases, memory
