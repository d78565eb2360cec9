# loses: turn-read
# says: padding too
def turn(X, mask):
    X_turned = X.copy()
    for row, real in enumerate(mask):
        X_turned[row, real] = X[row, real][::-1]
    n_read = mask * (mask.shape[1] - np.arange(mask.shape[1]))
    return X_turned, n_read
