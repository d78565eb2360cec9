# loses: dimension-smallest
# says: a smaller one is good enough
def choose_dimension(dims, scores, V, memory, margin):
    needed = 16 * V * dims
    means = scores.mean(axis=1)
    possible = needed <= memory
    good = possible & (means >= means[possible].max())
    d = int(dims[good].min())
    return d, 16 * V * d
