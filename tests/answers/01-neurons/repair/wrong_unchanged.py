# loses: repair-product repair-bias
# says: W has inputs in its rows already
def repaired_layer(X, W, b):
    return X @ W.T + b[:, None]
