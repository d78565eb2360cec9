# loses: nothing
def read_on(X, mask, h, c, W, b):
    if X.shape[1] == 0:
        return h, c
    h_new, c_new, _ = lstm_cell(X[:, 0], h, c, W, b)
    real = mask[:, :1]
    h, c = np.where(real, h_new, h), np.where(real, c_new, c)
    return read_on(X[:, 1:], mask[:, 1:], h, c, W, b)
