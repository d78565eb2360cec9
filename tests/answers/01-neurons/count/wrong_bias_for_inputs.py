# loses: count-biases
# says: the inputs are no units
def count_parameters(sizes):
    weights = sum(d * u for d, u in zip(sizes[:-1], sizes[1:]))
    biases = sum(sizes)
    memory = 4 * (weights + biases)
    return weights, biases, memory
