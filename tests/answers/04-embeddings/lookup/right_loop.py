# loses: nothing
def look_up(ids, E, dX):
    dE = np.zeros_like(E, dtype=float)
    for i in range(ids.shape[0]):
        for t in range(ids.shape[1]):
            dE[ids[i, t]] += dX[i, t]
    return E[ids], dE
