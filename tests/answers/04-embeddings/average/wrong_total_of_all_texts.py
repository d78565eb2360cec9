# loses: average-weights average-padding average-unknown
# says: each text has its own
def weighted_mean(ids, E, weights):
    a = weights[ids] * (ids != 0)
    return (a[:, :, None] * E[ids]).sum(axis=1) / a.sum()
