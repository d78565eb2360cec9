# loses: average-padding
# says: leave it out of both
def weighted_mean(ids, E, weights):
    a = weights[ids]
    total = (a * (ids != 0)).sum(axis=1, keepdims=True)
    return (a[:, :, None] * E[ids]).sum(axis=1) / np.where(total > 0, total, 1)
