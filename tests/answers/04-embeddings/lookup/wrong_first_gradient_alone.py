# loses: lookup-repeated
# says: only the first gradient
def look_up(ids, E, dX):
    dE, seen = np.zeros(E.shape), set()
    for i, g in zip(ids.ravel(), dX.reshape(-1, dX.shape[-1])):
        if i not in seen:
            dE[i] = g
            seen.add(i)
    return E[ids], dE
