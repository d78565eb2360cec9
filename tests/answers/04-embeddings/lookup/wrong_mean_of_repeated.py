# loses: lookup-repeated
# says: take the sum
def look_up(ids, E, dX):
    dE, count = np.zeros(E.shape), np.zeros(len(E))
    np.add.at(dE, ids, dX)
    np.add.at(count, ids, 1)
    return E[ids], dE / np.maximum(count, 1)[:, None]
