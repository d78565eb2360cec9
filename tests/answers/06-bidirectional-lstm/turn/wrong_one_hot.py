# loses: turn-left
# says: NaN
def turn(X, mask):
    t = np.arange(mask.shape[1])
    first = mask.argmax(axis=1)[:, None]
    last = first + mask.sum(axis=1, keepdims=True) - 1
    source = np.where(mask, first + last - t, t)
    n_read = np.where(mask, last - t + 1, 0)
    return (source[:, :, None] == t).astype(float) @ X, n_read
