# loses: lookup-gradient
# says: zeros in row 0
def look_up(ids, E, dX):
    dE = np.zeros(E.shape)
    np.add.at(dE, ids, dX)
    dE[0] = 0
    return E[ids], dE
