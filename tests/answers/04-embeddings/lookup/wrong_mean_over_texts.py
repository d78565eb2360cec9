# loses: lookup-gradient
# says: the mean over the texts
def look_up(ids, E, dX):
    dE = np.zeros(E.shape)
    np.add.at(dE, ids, dX / len(ids))
    return E[ids], dE
