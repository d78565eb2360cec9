# loses: read-steps read-start read-hidden read-cell read-gap
# says: True in the mask means a real token
def read_on(X, mask, h, c, W, b):
    for t in range(X.shape[1]):
        h_new, c_new, _ = lstm_cell(X[:, t], h, c, W, b)
        real = mask[:, t, None]
        h, c = np.where(real, h, h_new), np.where(real, c, c_new)
    return h, c
