# loses: read-gap
# says: only if padding is at the end
def read_on(X, mask, h, c, W, b):
    H, C = [], []
    for t in range(X.shape[1]):
        h, c, _ = lstm_cell(X[:, t], h, c, W, b)
        H.append(h)
        C.append(c)
    last, texts = mask.sum(axis=1) - 1, np.arange(len(X))
    return np.array(H)[last, texts], np.array(C)[last, texts]
