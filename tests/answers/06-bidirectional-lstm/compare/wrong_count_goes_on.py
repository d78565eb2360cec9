# loses: compare-best
# says: compared with it alone
def compare(pooled, y, n_train):
    shares, right = {}, 0
    for name, features in pooled.items():
        first, train = features[:n_train], y[:n_train]
        means = [first[train == c].mean(axis=0) for c in (0, 1)]
        for row, c in zip(features[n_train:], y[n_train:]):
            distance = [np.linalg.norm(row - mean) for mean in means]
            right += np.argmin(distance) == c
        shares[name] = right / (len(y) - n_train)
    best = min(pooled, key=lambda name: (-shares[name], pooled[name].shape[1]))
    return shares, best
