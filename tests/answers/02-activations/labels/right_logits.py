# loses: nothing
def choose(z, names, several):
    e = np.exp(-np.abs(z))
    if several:
        p = np.where(z > 0, 1, e) / (1 + e)
        chosen = [[names[k] for k in np.flatnonzero(row > 0)] for row in z]
    else:
        p = np.exp(z - z.max(axis=1, keepdims=True))
        p = p / p.sum(axis=1, keepdims=True)
        chosen = [[names[int(np.argmax(row))]] for row in z]
    return p, chosen
