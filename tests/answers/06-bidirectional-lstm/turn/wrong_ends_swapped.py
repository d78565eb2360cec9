# loses: turn-order turn-right turn-left
# says: swapped alone
def turn(X, mask):
    X_turned, rows, t = X.copy(), np.arange(len(X)), np.arange(X.shape[1])
    first = mask.argmax(axis=1)
    last = first + mask.sum(axis=1) - 1
    X_turned[rows, first], X_turned[rows, last] = X[rows, last], X[rows, first]
    return X_turned, np.where(mask, last[:, None] - t + 1, 0)
