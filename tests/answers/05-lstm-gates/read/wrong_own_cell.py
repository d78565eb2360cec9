# loses: read-steps read-start read-hidden read-cell read-gap
# says: numbers are wrong
def lstm_cell(x, h, c, W, b):
    i, f, g, o = np.split(sigmoid(np.hstack([h, x]) @ W + b), 4, axis=1)
    c = f * c + i * g
    return o * np.tanh(c), c, {}


def read_on(X, mask, h, c, W, b):
    for t in range(X.shape[1]):
        h_new, c_new, _ = lstm_cell(X[:, t], h, c, W, b)
        real = mask[:, t, None]
        h, c = np.where(real, h_new, h), np.where(real, c_new, c)
    return h, c
