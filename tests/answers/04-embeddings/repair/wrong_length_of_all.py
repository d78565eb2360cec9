# loses: repair-mean
# says: count them in each
def ticket_vectors(ids, E):
    real = (ids != 0)[:, :, None]
    return (E[ids] * real).sum(axis=1) / real.sum(), np.where(real, E[ids], -np.inf).max(axis=1)
