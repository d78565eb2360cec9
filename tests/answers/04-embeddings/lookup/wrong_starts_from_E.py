# loses: lookup-absent
# says: start from zeros
def look_up(ids, E, dX):
    dE = E.copy()
    np.add.at(dE, ids, dX)
    return E[ids], dE
