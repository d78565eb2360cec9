# loses: turn-read
# says: one word too few
def turn(X, mask):
    X_turned = X.copy()
    for row, real in enumerate(mask):
        X_turned[row, real] = X[row, real][::-1]
    n_read = np.cumsum(mask[:, ::-1], axis=1)[:, ::-1] * mask
    n_read = np.maximum(n_read - 1, 0)
    return X_turned, n_read
