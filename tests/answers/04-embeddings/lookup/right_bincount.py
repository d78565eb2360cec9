# loses: nothing
def look_up(ids, E, dX):
    flat = dX.reshape(-1, dX.shape[-1])
    columns = [np.bincount(ids.ravel(), column, minlength=len(E)) for column in flat.T]
    return E[ids].tolist(), np.stack(columns, axis=1)
