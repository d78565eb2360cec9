# loses: read-gap
# says: as the longest text has tokens
def read_on(X, mask, h, c, W, b):
    for t in range(mask.sum(axis=1).max()):
        h_new, c_new, _ = lstm_cell(X[:, t], h, c, W, b)
        real = mask[:, t, None]
        h, c = np.where(real, h_new, h), np.where(real, c_new, c)
    return h, c
