# loses: read-gap
# says: go by the mask
def read_on(X, mask, h, c, W, b):
    lengths = mask.sum(axis=1)
    for t in range(X.shape[1]):
        h_new, c_new, _ = lstm_cell(X[:, t], h, c, W, b)
        real = (t < lengths)[:, None]
        h, c = np.where(real, h_new, h), np.where(real, c_new, c)
    return h, c
