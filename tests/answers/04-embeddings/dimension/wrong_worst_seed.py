# loses: dimension-mean
# says: compare the means
def choose_dimension(dims, scores, V, memory, margin):
    needed = 16 * V * dims
    means = scores.min(axis=1)
    possible = needed <= memory
    good = possible & (means >= means[possible].max() - margin)
    d = int(dims[good].min())
    return d, 16 * V * d
