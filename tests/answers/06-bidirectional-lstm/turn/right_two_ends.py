# loses: nothing
def turn(X, mask):
    n, T = mask.shape
    first = np.argmax(mask, axis=1)
    last = T - 1 - np.argmax(mask[:, ::-1], axis=1)
    places = np.tile(np.arange(T), (n, 1))
    mirrored = (first + last)[:, None] - places
    source = np.where(mask, mirrored, places)
    n_read = np.where(mask, last[:, None] - places + 1, 0)
    return X[np.arange(n)[:, None], source], n_read
