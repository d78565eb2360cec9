# loses: stack-layers
# says: layers: your function changed
def stack(X, layers, mask):
    while layers:
        p = layers.pop(0)
        F, _ = lstm(X, p["forward.W"], p["forward.b"], mask)
        B, _ = lstm(scratch.reverse(X, mask), p["backward.W"], p["backward.b"], mask)
        X = np.concatenate([F, scratch.reverse(B, mask)], axis=2)
    u, rows, length = X.shape[2] // 2, np.arange(len(X)), mask.sum(axis=1)
    return X, np.hstack([X[rows, length - 1, :u], X[:, 0, u:]])
