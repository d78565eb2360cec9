# loses: lookup-repeated
# says: np.add.at adds all
def look_up(ids, E, dX):
    dE = np.zeros(E.shape)
    for row, gradient in zip(ids, dX):
        for i, g in zip(row, gradient):
            dE[i] = g
    return E[ids], dE
