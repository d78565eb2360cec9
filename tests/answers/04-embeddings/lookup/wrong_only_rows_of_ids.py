# loses: lookup-gradient lookup-repeated lookup-absent
# says: expected the shape
def look_up(ids, E, dX):
    rows, places = np.unique(ids, return_inverse=True)
    dE = np.zeros((len(rows), E.shape[1]))
    np.add.at(dE, places.reshape(ids.shape), dX)
    return E[ids], dE
