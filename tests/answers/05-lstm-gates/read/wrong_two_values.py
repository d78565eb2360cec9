# loses: read-steps read-start read-hidden read-cell read-gap
# says: lstm_cell returns three values
def read_on(X, mask, h, c, W, b):
    for t in range(X.shape[1]):
        h_new, c_new = lstm_cell(X[:, t], h, c, W, b)
        real = mask[:, t, None]
        h, c = np.where(real, h_new, h), np.where(real, c_new, c)
    return h, c
