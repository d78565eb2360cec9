# loses: turn-right turn-left
# says: as if all padding stood on the left
def turn(X, mask):
    T = X.shape[1]
    X_turned = X.copy()
    for row, length in enumerate(mask.sum(axis=1)):
        X_turned[row, T - length :] = X[row, T - length :][::-1]
    n_read = np.cumsum(mask[:, ::-1], axis=1)[:, ::-1] * mask
    return X_turned, n_read
