# loses: average-weights
# says: look each weight up by its id
def weighted_mean(ids, E, weights):
    a = np.ones(ids.shape)
    a[:, : len(weights)] = weights[: ids.shape[1]][None, :]
    a = a * (ids != 0)
    total = a.sum(axis=1, keepdims=True)
    return (a[:, :, None] * E[ids]).sum(axis=1) / np.where(total > 0, total, 1)
