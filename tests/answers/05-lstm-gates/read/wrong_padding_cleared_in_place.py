# loses: read-gap
# says: X: your function changed
def read_on(X, mask, h, c, W, b):
    X[~mask] = 0
    for t in range(X.shape[1]):
        h_new, c_new, _ = lstm_cell(X[:, t], h, c, W, b)
        real = mask[:, t, None]
        h, c = np.where(real, h_new, h), np.where(real, c_new, c)
    return h, c
