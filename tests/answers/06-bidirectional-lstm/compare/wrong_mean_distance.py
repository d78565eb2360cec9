# loses: compare-nearest
# says: the mean of the distances
def compare(pooled, y, n_train):
    train, shares = y[:n_train], {}
    for name, features in pooled.items():
        first, rest = features[:n_train], features[n_train:]
        distance = np.stack([
            np.linalg.norm(rest[:, None] - first[train == c], axis=2).mean(axis=1) for c in (0, 1)
        ])
        shares[name] = float((distance.argmin(axis=0) == y[n_train:]).mean())
    best = min(pooled, key=lambda name: (-shares[name], pooled[name].shape[1]))
    return shares, best
