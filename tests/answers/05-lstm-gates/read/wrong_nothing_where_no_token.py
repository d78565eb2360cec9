# loses: read-gap
# says: hand on what you were given
def read_on(X, mask, h, c, W, b):
    n, T, _ = X.shape
    H, C = np.zeros((n, T + 1, h.shape[1])), np.zeros((n, T + 1, h.shape[1]))
    place = np.zeros(n, int)
    for t in range(T):
        h_new, c_new, _ = lstm_cell(X[:, t], h, c, W, b)
        real = mask[:, t, None]
        h, c = np.where(real, h_new, h), np.where(real, c_new, c)
        H[:, t + 1], C[:, t + 1] = h, c
        place[mask[:, t]] = t + 1
    return H[np.arange(n), place], C[np.arange(n), place]
