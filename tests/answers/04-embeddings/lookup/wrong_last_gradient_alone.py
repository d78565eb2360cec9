# loses: lookup-repeated
# says: np.add.at adds all
def look_up(ids, E, dX):
    dE = np.zeros(E.shape)
    dE[ids] += dX
    return E[ids], dE
