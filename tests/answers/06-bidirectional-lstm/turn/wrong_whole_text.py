# loses: turn-read
# says: the words of the whole text
def turn(X, mask):
    X_turned = X.copy()
    for row, real in enumerate(mask):
        X_turned[row, real] = X[row, real][::-1]
    n_read = mask * mask.sum(axis=1, keepdims=True)
    return X_turned, n_read
