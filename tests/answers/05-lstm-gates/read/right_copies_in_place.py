# loses: nothing
def read_on(X, mask, h, c, W, b):
    h, c = np.array(h), np.array(c)
    for t in range(X.shape[1]):
        m = mask[:, t]
        h[m], c[m], _ = lstm_cell(X[m, t], h[m], c[m], W, b)
    return h, c
