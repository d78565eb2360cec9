# loses: nothing
def ticket_vectors(ids, E):
    X = np.where((ids != 0)[:, :, None], E[ids], np.nan)
    return np.nanmean(X, axis=1), np.nanmax(X, axis=1)
