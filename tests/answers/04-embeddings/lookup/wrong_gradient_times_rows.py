# loses: lookup-gradient lookup-repeated
# says: hands its gradient on
def look_up(ids, E, dX):
    dE = np.zeros(E.shape)
    np.add.at(dE, ids, dX * E[ids])
    return E[ids], dE
