# loses: dimension-fits
# says: d with a memory of
def choose_dimension(dims, scores, V, memory, margin):
    needed = 16 * V * dims
    means = scores.mean(axis=1)
    possible = needed <= memory
    good = possible & (means >= means.max() - margin)
    d = int(dims[good].min()) if good.any() else int(dims.min())
    return d, 16 * V * d
