# loses: stack-one stack-layers stack-padding stack-last
# says: go in pairs
def stack(X, layers, mask):
    for p in layers:
        F, _ = lstm(X, p["forward.W"], p["forward.b"], mask)
        B, _ = lstm(scratch.reverse(X, mask), p["backward.W"], p["backward.b"], mask)
        X = np.concatenate([F, scratch.reverse(B, mask)], axis=2)
    u, rows, length = X.shape[2] // 2, np.arange(len(X)), mask.sum(axis=1)
    return X, np.concatenate([X[:, length - 1, :u], X[:, 0, u:]], axis=1)
