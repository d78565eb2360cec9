# loses: nothing
def stack(X, layers, mask):
    u = layers[0]["forward.b"].size // 4
    H_all, last = np.zeros((*mask.shape, 2 * u)), []
    for row, length in enumerate(mask.sum(axis=1)):
        H = X[row : row + 1, :length]
        for p in layers:
            forward = lstm(H, p["forward.W"], p["forward.b"])[0]
            backward = lstm(H[:, ::-1], p["backward.W"], p["backward.b"])[0][:, ::-1]
            H = np.concatenate([forward, backward], axis=2)
        H_all[row, :length] = H[0]
        last.append(np.append(H[0, -1, :u], H[0, 0, u:]))
    return H_all, np.array(last)
