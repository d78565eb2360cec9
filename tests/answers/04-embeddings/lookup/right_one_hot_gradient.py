# loses: nothing
def look_up(ids, E, dX):
    # a product with one-hot rows gives the same, only slower
    rows = np.eye(len(E))[ids.reshape(-1)]
    return np.take(E, ids, axis=0), rows.T @ dX.reshape(-1, E.shape[1])
