# loses: lookup-rows
# says: the row before the right one
def look_up(ids, E, dX):
    dE = np.zeros(E.shape)
    np.add.at(dE, ids, dX)
    return E[ids - 1], dE
