# loses: average-weights
# says: divide by the sum of the weights
def weighted_mean(ids, E, weights):
    real = ids != 0
    a = weights[ids] * real
    return (a[:, :, None] * E[ids]).sum(axis=1) / np.maximum(real.sum(axis=1), 1)[:, None]
