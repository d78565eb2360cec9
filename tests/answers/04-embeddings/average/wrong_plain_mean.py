# loses: average-weights
# says: the plain mean
def weighted_mean(ids, E, weights):
    real = (ids != 0)[:, :, None]
    return (E[ids] * real).sum(axis=1) / np.maximum(real.sum(axis=1), 1)
