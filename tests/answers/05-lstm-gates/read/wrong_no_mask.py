# loses: read-hidden read-cell read-gap
# says: keep h where the mask is False
def read_on(X, mask, h, c, W, b):
    for t in range(X.shape[1]):
        h_new, c_new, _ = lstm_cell(X[:, t], h, c, W, b)
        real = mask[:, t, None]
        h, c = h_new, c_new
    return h, c
