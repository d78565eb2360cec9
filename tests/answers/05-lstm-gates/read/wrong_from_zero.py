# loses: read-start
# says: begin with the h and c
def read_on(X, mask, h, c, W, b):
    h, c = np.zeros_like(h), np.zeros_like(c)
    for t in range(X.shape[1]):
        h_new, c_new, _ = lstm_cell(X[:, t], h, c, W, b)
        h = np.where(mask[:, t, None], h_new, h)
        c = np.where(mask[:, t, None], c_new, c)
    return h, c
