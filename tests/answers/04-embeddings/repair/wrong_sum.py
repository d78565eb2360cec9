# loses: repair-mean
# says: the sum; divide it
def ticket_vectors(ids, E):
    real = (ids != 0)[:, :, None]
    return (E[ids] * real).sum(axis=1), np.where(real, E[ids], -np.inf).max(axis=1)
