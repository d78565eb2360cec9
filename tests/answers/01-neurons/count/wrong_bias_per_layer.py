# loses: count-biases
# says: there is one for each unit
def count_parameters(sizes):
    weights = sum(d * u for d, u in zip(sizes[:-1], sizes[1:]))
    biases = len(sizes) - 1
    memory = 4 * (weights + biases)
    return weights, biases, memory
