# loses: dimension-fits
# says: d with a memory of
def choose_dimension(dims, scores, V, memory, margin):
    needed = 4 * V * dims
    means = scores.mean(axis=1)
    possible = needed <= memory
    good = possible & (means >= means[possible].max() - margin)
    d = int(dims[good].min())
    return d, 16 * V * d
