# loses: turn-read
# says: texts that begin at place 0
def turn(X, mask):
    X_turned = X.copy()
    for row, real in enumerate(mask):
        X_turned[row, real] = X[row, real][::-1]
    t = np.arange(mask.shape[1])
    n_read = np.where(mask, mask.sum(axis=1, keepdims=True) - t, 0)
    return X_turned, np.maximum(n_read, 0)
