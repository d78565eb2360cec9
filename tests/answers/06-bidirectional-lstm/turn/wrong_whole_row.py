# loses: turn-right turn-left
# says: turn each text in its own place
def turn(X, mask):
    X_turned = X[:, ::-1]
    n_read = np.cumsum(mask[:, ::-1], axis=1)[:, ::-1] * mask
    return X_turned, n_read
