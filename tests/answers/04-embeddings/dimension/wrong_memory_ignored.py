# loses: dimension-fits
# says: does not fit
def choose_dimension(dims, scores, V, memory, margin):
    needed = 16 * V * dims
    means = scores.mean(axis=1)
    possible = needed > 0
    good = possible & (means >= means[possible].max() - margin)
    d = int(dims[good].min())
    return d, 16 * V * d
