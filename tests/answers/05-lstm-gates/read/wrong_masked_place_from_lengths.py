# loses: read-gap
# says: the last token may stand later
def read_on(X, mask, h, c, W, b):
    H, C = [], []
    for t in range(X.shape[1]):
        h_new, c_new, _ = lstm_cell(X[:, t], h, c, W, b)
        real = mask[:, t, None]
        h, c = np.where(real, h_new, h), np.where(real, c_new, c)
        H.append(h)
        C.append(c)
    last, texts = mask.sum(axis=1) - 1, np.arange(len(X))
    return np.array(H)[last, texts], np.array(C)[last, texts]
