# loses: lookup-rows
# says: keep the shape of ids in front
def look_up(ids, E, dX):
    dE = np.zeros(E.shape)
    np.add.at(dE, ids, dX)
    return E[ids].reshape(-1, E.shape[1]), dE
