# loses: stack-layers
# says: H of two layers
def stack(X, layers, mask):
    H, length, real = X, mask.sum(axis=1), mask
    for p in layers:
        F, _ = lstm(H, p["forward.W"], p["forward.b"], real)
        B, _ = lstm(scratch.reverse(H, real), p["backward.W"], p["backward.b"], real)
        H = np.concatenate([F, scratch.reverse(B, real)], axis=2)
        real = np.ones_like(mask)
    u = H.shape[2] // 2
    return H, np.hstack([H[np.arange(len(H)), length - 1, :u], H[:, 0, u:]])
