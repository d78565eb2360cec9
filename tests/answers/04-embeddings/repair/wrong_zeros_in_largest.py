# loses: repair-largest
# says: zeros of padding
def ticket_vectors(ids, E):
    real = (ids != 0)[:, :, None]
    X = E[ids] * real
    return X.sum(axis=1) / real.sum(axis=1), X.max(axis=1)
