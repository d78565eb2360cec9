# loses: count-weights
# says: sizes: your function changed the list
def count_parameters(sizes):
    weights = biases = 0
    d = sizes.pop(0)
    while sizes:
        u = sizes.pop(0)
        weights += d * u
        biases += u
        d = u
    return weights, biases, 4 * (weights + biases)
