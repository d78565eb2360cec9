# loses: nothing
def ticket_vectors(ids, E):
    X = E[ids]
    padding = np.broadcast_to((ids == 0)[:, :, None], X.shape)
    X = np.ma.masked_array(X, padding)
    return X.mean(axis=1).filled(0), X.max(axis=1).filled(0)
