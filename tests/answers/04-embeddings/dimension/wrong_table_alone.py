# loses: dimension-memory
# says: the table alone
def choose_dimension(dims, scores, V, memory, margin):
    needed = 16 * V * dims
    means = scores.mean(axis=1)
    possible = needed <= memory
    good = possible & (means >= means[possible].max() - margin)
    d = int(dims[good].min())
    return d, 4 * V * d
