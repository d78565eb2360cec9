# loses: average-unknown
# says: unknown words left out
def weighted_mean(ids, E, weights):
    a = weights[ids] * (ids > 1)
    total = a.sum(axis=1, keepdims=True)
    return (a[:, :, None] * E[ids]).sum(axis=1) / np.where(total > 0, total, 1)
