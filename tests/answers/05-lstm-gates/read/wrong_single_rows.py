# loses: read-steps read-start read-hidden read-cell read-gap
# says: lstm_cell wants rows
def read_on(X, mask, h, c, W, b):
    h, c = h.copy(), c.copy()
    for k, t in np.argwhere(mask):
        h[k], c[k], _ = lstm_cell(X[k, t], h[k], c[k], W, b)
    return h, c
