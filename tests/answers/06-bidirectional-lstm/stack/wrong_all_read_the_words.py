# loses: stack-layers
# says: read all 2u states
def stack(X, layers, mask):
    length, t = mask.sum(axis=1, keepdims=True), np.arange(X.shape[1])
    s = np.where(t < length, length - 1 - t, t)[:, :, None]
    H = X
    for p in layers:
        F, _ = lstm(X, p["forward.W"], p["forward.b"], mask)
        Z = np.take_along_axis(X, s, axis=1)
        B, _ = lstm(Z, p["backward.W"], p["backward.b"], mask)
        B = np.take_along_axis(B, s, axis=1)
        H = np.concatenate([F, B], axis=2)
    u = H.shape[2] // 2
    last = np.hstack([H[np.arange(len(H)), length[:, 0] - 1, :u], H[:, 0, u:]])
    return H, last
