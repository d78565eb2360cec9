# loses: repair-product
# says: the transpose of W
def repaired_layer(X, W, b):
    return X @ W.T + b
