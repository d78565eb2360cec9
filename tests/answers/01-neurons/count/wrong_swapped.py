# loses: count-weights count-biases
# says: return the weights first
def count_parameters(sizes):
    weights = sum(d * u for d, u in zip(sizes, sizes[1:]))
    biases = sum(sizes[1:])
    return biases, weights, 4 * (weights + biases)
