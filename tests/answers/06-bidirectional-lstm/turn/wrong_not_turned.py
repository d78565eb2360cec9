# loses: turn-order turn-right turn-left
# says: in their old order
def turn(X, mask):
    X_turned = X.copy()
    n_read = np.cumsum(mask[:, ::-1], axis=1)[:, ::-1] * mask
    return X_turned, n_read
