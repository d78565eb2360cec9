# loses: turn-order turn-right turn-left
# says: turn the places, axis 1
def turn(X, mask):
    X_turned = np.where(mask[:, :, None], X[:, :, ::-1], X)
    n_read = np.cumsum(mask[:, ::-1], axis=1)[:, ::-1] * mask
    return X_turned, n_read
