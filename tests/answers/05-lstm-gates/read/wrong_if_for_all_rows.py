# loses: read-steps read-start read-hidden read-cell read-gap
# says: row by row with np.where
def read_on(X, mask, h, c, W, b):
    for t in range(X.shape[1]):
        h_new, c_new, _ = lstm_cell(X[:, t], h, c, W, b)
        if mask[:, t]:
            h, c = h_new, c_new
    return h, c
