# loses: average-weights average-padding average-unknown
# says: the weighted sum
def weighted_mean(ids, E, weights):
    a = weights[ids] * (ids != 0)
    return (a[:, :, None] * E[ids]).sum(axis=1)
