# loses: nothing
def compare(pooled, y, n_train):
    shares, best = {}, None
    for name, X in pooled.items():
        a, b = (X[:n_train][y[:n_train] == c].mean(axis=0) for c in (0, 1))
        nearer_b = ((X[n_train:] - b) ** 2).sum(axis=1) < ((X[n_train:] - a) ** 2).sum(axis=1)
        shares[name] = (nearer_b == y[n_train:]).mean()
        if best is None or shares[name] > shares[best]:
            best = name
        elif shares[name] == shares[best] and X.shape[1] < pooled[best].shape[1]:
            best = name
    return shares, best
