# loses: repair-mean
# says: padding's own row in the sum
def ticket_vectors(ids, E):
    real = (ids != 0)[:, :, None]
    return E[ids].sum(axis=1) / real.sum(axis=1), np.where(real, E[ids], -np.inf).max(axis=1)
