# loses: turn-left
# says: the start added once
def turn(X, mask):
    t = np.arange(mask.shape[1])
    first = mask.argmax(axis=1)[:, None]
    source = np.where(mask, first + mask.sum(axis=1, keepdims=True) - 1 - t, t)
    n_read = np.cumsum(mask[:, ::-1], axis=1)[:, ::-1] * mask
    return X[np.arange(len(X))[:, None], source], n_read
