# loses: count-weights
# says: only neighbours are joined
def count_parameters(sizes):
    weights = sum(sizes[i] * sizes[j] for i in range(len(sizes)) for j in range(i))
    biases = sum(sizes[1:])
    memory = 4 * (weights + biases)
    return weights, biases, memory
