# loses: repair-largest
# says: largest
def ticket_vectors(ids, E):
    # lower than any of these numbers, but not than all
    real = (ids != 0)[:, :, None]
    return (E[ids] * real).sum(axis=1) / real.sum(axis=1), np.where(real, E[ids], -999).max(axis=1)
