# loses: average-padding
# says: padding that counts like a word
def weighted_mean(ids, E, weights):
    a = weights[ids]
    return (a[:, :, None] * E[ids]).sum(axis=1) / a.sum(axis=1, keepdims=True)
