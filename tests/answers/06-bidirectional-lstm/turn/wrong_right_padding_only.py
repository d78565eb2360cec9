# loses: turn-left
# says: as if all padding stood on the right
def turn(X, mask):
    t, length = np.arange(X.shape[1]), mask.sum(axis=1, keepdims=True)
    source = np.where(t < length, length - 1 - t, t)
    X_turned = np.take_along_axis(X, source[:, :, None], axis=1)
    n_read = np.cumsum(mask[:, ::-1], axis=1)[:, ::-1] * mask
    return X_turned, n_read
