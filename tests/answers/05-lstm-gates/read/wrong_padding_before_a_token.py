# loses: read-gap
# says: steps at the padding before a token
def read_on(X, mask, h, c, W, b):
    n, T, _ = X.shape
    H, C = [h], [c]
    for t in range(T):
        h, c, _ = lstm_cell(X[:, t], h, c, W, b)
        H.append(h)
        C.append(c)
    last = np.where(mask.any(axis=1), T - np.argmax(mask[:, ::-1], axis=1), 0)
    return np.array(H)[last, np.arange(n)], np.array(C)[last, np.arange(n)]
