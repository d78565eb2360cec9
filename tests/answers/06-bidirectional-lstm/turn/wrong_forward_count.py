# loses: turn-read
# says: what the forward direction has read
def turn(X, mask):
    X_turned = X.copy()
    for row, real in enumerate(mask):
        X_turned[row, real] = X[row, real][::-1]
    n_read = np.cumsum(mask, axis=1) * mask
    return X_turned, n_read
