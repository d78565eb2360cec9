# loses: read-start
# says: changed the array
def read_on(X, mask, h, c, W, b):
    for t in range(X.shape[1]):
        m = mask[:, t]
        if m.any():
            h[m], c[m], _ = lstm_cell(X[m, t], h[m], c[m], W, b)
    return h, c
