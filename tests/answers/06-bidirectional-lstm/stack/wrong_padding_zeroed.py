# loses: stack-padding
# says: X: your function changed
def stack(X, layers, mask):
    X[~mask] = 0
    H, length = X, mask.sum(axis=1)
    for p in layers:
        F, _ = lstm(H, p["forward.W"], p["forward.b"], mask)
        B, _ = lstm(scratch.reverse(H, mask), p["backward.W"], p["backward.b"], mask)
        H = np.concatenate([F, scratch.reverse(B, mask)], axis=2)
    u = H.shape[2] // 2
    return H, np.hstack([H[np.arange(len(H)), length - 1, :u], H[:, 0, u:]])
