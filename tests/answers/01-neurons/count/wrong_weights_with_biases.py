# loses: count-weights
# says: return them apart
def count_parameters(sizes):
    weights = sum((d + 1) * u for d, u in zip(sizes, sizes[1:]))
    biases = sum(sizes[1:])
    return weights, biases, 4 * (weights + biases)
