# loses: turn-right turn-left
# says: zeros at the padding
def turn(X, mask):
    X_turned = np.zeros_like(X)
    for row, real in enumerate(mask):
        X_turned[row, real] = X[row, real][::-1]
    n_read = np.cumsum(mask[:, ::-1], axis=1)[:, ::-1] * mask
    return X_turned, n_read
