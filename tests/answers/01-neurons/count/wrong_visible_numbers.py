# loses: count-weights count-biases count-memory
# says: the same for two different networks
def count_parameters(sizes):
    return 37, 10, 188
