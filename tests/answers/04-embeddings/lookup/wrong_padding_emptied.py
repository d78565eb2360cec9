# loses: lookup-rows
# says: zeros for padding
def look_up(ids, E, dX):
    dE = np.zeros(E.shape)
    np.add.at(dE, ids, dX)
    return E[ids] * (ids != 0)[:, :, None], dE
