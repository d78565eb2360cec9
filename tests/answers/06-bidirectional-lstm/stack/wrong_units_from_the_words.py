# loses: stack-last
# says: u taken from the words
def stack(X, layers, mask):
    u = X.shape[2] // 2
    for p in layers:
        F, _ = lstm(X, p["forward.W"], p["forward.b"], mask)
        B, _ = lstm(scratch.reverse(X, mask), p["backward.W"], p["backward.b"], mask)
        X = np.concatenate([F, scratch.reverse(B, mask)], axis=2)
    rows, length = np.arange(len(X)), mask.sum(axis=1)
    return X, np.hstack([X[rows, length - 1, :u], X[:, 0, u:]])
