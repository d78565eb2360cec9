# loses: average-unknown
# says: counted but not added
def weighted_mean(ids, E, weights):
    a = weights[ids] * (ids != 0)
    total = a.sum(axis=1, keepdims=True)
    X = E[ids] * (ids != 1)[:, :, None]
    return (a[:, :, None] * X).sum(axis=1) / np.where(total > 0, total, 1)
