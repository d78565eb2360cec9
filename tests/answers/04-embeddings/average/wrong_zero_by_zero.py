# loses: average-empty
# says: 0 / 0
def weighted_mean(ids, E, weights):
    a = weights[ids] * (ids != 0)
    return (a[:, :, None] * E[ids]).sum(axis=1) / a.sum(axis=1, keepdims=True)
