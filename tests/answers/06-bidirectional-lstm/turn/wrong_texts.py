# loses: turn-order turn-right turn-left
# says: the texts turned round
def turn(X, mask):
    X_turned = X[::-1]
    n_read = np.cumsum(mask[:, ::-1], axis=1)[:, ::-1] * mask
    return X_turned, n_read
