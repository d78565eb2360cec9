# loses: repair-bias
# says: no bias; add b
def repaired_layer(X, W, b):
    return X @ W
