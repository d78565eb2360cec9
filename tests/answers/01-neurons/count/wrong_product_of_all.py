# loses: count-weights
# says: only neighbouring layers are joined
def count_parameters(sizes):
    weights = int(np.prod(sizes))
    biases = sum(sizes[1:])
    memory = 4 * (weights + biases)
    return weights, biases, memory
