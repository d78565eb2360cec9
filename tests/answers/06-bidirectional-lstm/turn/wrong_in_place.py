# loses: turn-order turn-left
# says: changed the array
def turn(X, mask):
    X_turned = X
    for row, real in enumerate(mask):
        X_turned[row, real] = X[row, real][::-1].copy()
    n_read = np.cumsum(mask[:, ::-1], axis=1)[:, ::-1] * mask
    return X_turned, n_read
