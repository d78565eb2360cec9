# loses: read-gap
# says: stop at the first padding
def read_on(X, mask, h, c, W, b):
    h, c = h.copy(), c.copy()
    for k in range(len(X)):
        for t in range(X.shape[1]):
            if not mask[k, t]:
                break
            h[k:k + 1], c[k:k + 1], _ = lstm_cell(X[k:k + 1, t], h[k:k + 1], c[k:k + 1], W, b)
    return h, c
