# loses: repair-largest
# says: padding's own row among the values
def ticket_vectors(ids, E):
    real = (ids != 0)[:, :, None]
    return (E[ids] * real).sum(axis=1) / real.sum(axis=1), E[ids].max(axis=1)
