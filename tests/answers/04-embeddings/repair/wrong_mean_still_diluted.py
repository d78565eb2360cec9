# loses: repair-mean
# says: divide by the number of real tokens
def ticket_vectors(ids, E):
    real = (ids != 0)[:, :, None]
    X = np.where(real, E[ids], 0)
    return X.mean(axis=1), np.where(real, E[ids], -np.inf).max(axis=1)
