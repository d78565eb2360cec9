# loses: nothing
def read_on(X, mask, h, c, W, b):
    h, c = h.copy(), c.copy()
    for k in range(len(X)):
        for x in X[k][mask[k]]:
            h[k:k + 1], c[k:k + 1], _ = lstm_cell(x[None], h[k:k + 1], c[k:k + 1], W, b)
    return h, c
