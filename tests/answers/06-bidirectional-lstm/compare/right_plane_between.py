# loses: nothing
def compare(pooled, y, n_train):
    shares = {}
    for name in sorted(pooled):
        X = pooled[name]
        a, b = (X[:n_train][y[:n_train] == c].mean(axis=0) for c in (0, 1))
        says_1 = X[n_train:] @ (b - a) > (b @ b - a @ a) / 2
        shares[name] = np.mean(says_1 == (y[n_train:] == 1))
    best = max(shares, key=lambda name: (shares[name], -pooled[name].shape[1]))
    return shares, best
