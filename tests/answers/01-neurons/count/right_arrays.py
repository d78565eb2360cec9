# loses: nothing
def count_parameters(sizes):
    weights = biases = memory = 0
    for i in range(1, len(sizes)):
        W = np.zeros((sizes[i - 1], sizes[i]), dtype=np.float32)
        b = np.zeros(sizes[i], dtype=np.float32)
        weights += W.size
        biases += b.size
        memory += W.nbytes + b.nbytes
    return weights, biases, memory
