# loses: repair-mean repair-largest
# says: divided by T
def ticket_vectors(ids, E):
    X = E[ids] * (ids != 0)[:, :, None]
    return X.mean(axis=1), X.max(axis=1)
