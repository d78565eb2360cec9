# loses: nothing
def count_parameters(sizes):
    weights = sum(1.0 * d * u for d, u in zip(sizes, sizes[1:]))
    biases = float(sum(sizes)) - sizes[0]
    return [weights, biases, (weights + biases) * 32 / 8]
