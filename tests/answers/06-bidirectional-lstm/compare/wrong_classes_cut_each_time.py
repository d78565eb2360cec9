# loses: compare-best compare-tie
# says: Keep y whole
def compare(pooled, y, n_train):
    shares = {}
    for name, features in pooled.items():
        train, y = y[:n_train], y[n_train:]
        first, rest = features[:n_train], features[n_train:]
        means = np.array([first[train == c].mean(axis=0) for c in (0, 1)])
        distance = np.linalg.norm(rest[:, None] - means, axis=2)
        shares[name] = float((distance.argmin(axis=1) == y).mean())
    best = min(pooled, key=lambda name: (-shares[name], pooled[name].shape[1]))
    return shares, best
