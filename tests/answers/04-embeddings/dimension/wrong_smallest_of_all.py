# loses: dimension-fits dimension-mean dimension-smallest
# says: it must be good enough
def choose_dimension(dims, scores, V, memory, margin):
    needed = 16 * V * dims
    means = scores.mean(axis=1)
    possible = needed <= memory
    good = possible & (means >= means[possible].max() - margin)
    d = int(dims[possible].min())
    return d, 16 * V * d
