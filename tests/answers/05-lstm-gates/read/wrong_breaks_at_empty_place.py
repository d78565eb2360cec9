# loses: read-gap
# says: where no text has a token
def read_on(X, mask, h, c, W, b):
    for t in range(X.shape[1]):
        if not mask[:, t].any():
            break
        h_new, c_new, _ = lstm_cell(X[:, t], h, c, W, b)
        real = mask[:, t, None]
        h, c = np.where(real, h_new, h), np.where(real, c_new, c)
    return h, c
