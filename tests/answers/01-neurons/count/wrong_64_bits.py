# loses: count-memory
# says: 32 bits are 4 bytes
def count_parameters(sizes):
    weights = sum(d * u for d, u in zip(sizes[:-1], sizes[1:]))
    biases = sum(sizes[1:])
    memory = 8 * (weights + biases)
    return weights, biases, memory
