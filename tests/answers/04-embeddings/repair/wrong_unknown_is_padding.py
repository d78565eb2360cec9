# loses: repair-mean repair-largest
# says: numbers are wrong
def ticket_vectors(ids, E):
    real = (ids > 1)[:, :, None]
    mean = (E[ids] * real).sum(axis=1) / np.maximum(real.sum(axis=1), 1)
    return mean, np.where(real, E[ids], -1e9).max(axis=1)
