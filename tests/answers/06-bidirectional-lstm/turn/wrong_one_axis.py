# loses: turn-order turn-right turn-left turn-read
# says: a second axis
def turn(X, mask):
    t = np.arange(mask.shape[1])
    first = mask.argmax(axis=1)
    last = first + mask.sum(axis=1) - 1
    source = np.where(mask, first + last - t, t)
    n_read = np.where(mask, last - t + 1, 0)
    return np.take_along_axis(X, source[:, :, None], axis=1), n_read
