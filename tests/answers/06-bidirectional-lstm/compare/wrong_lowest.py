# loses: compare-best compare-tie
# says: take the highest
def compare(pooled, y, n_train):
    shares = {}
    for name, features in pooled.items():
        means = np.array([features[:n_train][y[:n_train] == c].mean(axis=0) for c in (0, 1)])
        rest, answers = features[n_train:], y[n_train:]
        choice = ((rest[:, None] - means) ** 2).sum(axis=2).argmin(axis=1)
        shares[name] = (choice == answers).mean()
    best = min(shares, key=lambda name: (shares[name], pooled[name].shape[1]))
    return shares, best
