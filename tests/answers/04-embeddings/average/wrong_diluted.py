# loses: average-padding
# says: the mean is diluted
def weighted_mean(ids, E, weights):
    a = weights[ids]
    return (a[:, :, None] * (ids != 0)[:, :, None] * E[ids]).sum(axis=1) / a.sum(
        axis=1, keepdims=True
    )
