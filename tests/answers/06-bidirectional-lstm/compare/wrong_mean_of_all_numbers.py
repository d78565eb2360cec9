# loses: compare-nearest
# says: axis=0
def compare(pooled, y, n_train):
    train, shares = y[:n_train], {}
    for name, features in pooled.items():
        first, rest = features[:n_train], features[n_train:]
        means = [first[train == c].mean() for c in (0, 1)]
        distance = np.stack([np.linalg.norm(rest - mean, axis=1) for mean in means])
        shares[name] = float((distance.argmin(axis=0) == y[n_train:]).mean())
    best = min(pooled, key=lambda name: (-shares[name], pooled[name].shape[1]))
    return shares, best
