# loses: nothing
def count_parameters(sizes):
    sizes = np.array(sizes)
    weights = sizes[:-1] @ sizes[1:]
    biases = sizes.sum() - sizes[0]
    return weights, biases, (weights + biases) * 32 / 8
