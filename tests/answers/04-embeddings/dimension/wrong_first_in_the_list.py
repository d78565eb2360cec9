# loses: dimension-smallest
# says: d
def choose_dimension(dims, scores, V, memory, margin):
    needed = 16 * V * dims
    means = scores.mean(axis=1)
    possible = needed <= memory
    good = possible & (means >= means[possible].max() - margin)
    d = int(dims[good][0])
    return d, 16 * V * d
