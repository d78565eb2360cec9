# loses: count-weights count-biases count-memory
# says: the same for two different networks
def count_parameters(sizes):
    return 9, 4, 52
