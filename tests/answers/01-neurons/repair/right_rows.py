# loses: nothing
def repaired_layer(X, W, b):
    Z = (W.T @ X.T).T
    return Z + b[None, :]
