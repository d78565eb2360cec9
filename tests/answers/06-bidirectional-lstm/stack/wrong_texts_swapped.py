# loses: stack-one
# says: the text as it is in the backward one
def stack(X, layers, mask):
    for p in layers:
        Z = scratch.reverse(X, mask)
        F, _ = lstm(Z, p["forward.W"], p["forward.b"], mask)
        B, _ = lstm(X, p["backward.W"], p["backward.b"], mask)
        X = np.concatenate([scratch.reverse(F, mask), B], axis=2)
    u, rows, length = X.shape[2] // 2, np.arange(len(X)), mask.sum(axis=1)
    return X, np.hstack([X[rows, length - 1, :u], X[:, 0, u:]])
