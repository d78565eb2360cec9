# loses: turn-read
# says: the words that follow
def turn(X, mask):
    t = np.arange(mask.shape[1])
    first = mask.argmax(axis=1)[:, None]
    last = first + mask.sum(axis=1, keepdims=True) - 1
    source = np.where(mask, first + last - t, t)
    n_read = np.cumsum(mask[:, ::-1], axis=1)[:, ::-1]
    return np.take_along_axis(X, source[:, :, None], axis=1), n_read
