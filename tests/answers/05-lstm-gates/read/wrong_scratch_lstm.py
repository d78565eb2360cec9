# loses: read-start read-cell read-gap
# says: in the cache of
def read_on(X, mask, h, c, W, b):
    H, cache = scratch.lstm(X, W, b, mask)
    return H[:, -1], cache["steps"][-1]["c"]
