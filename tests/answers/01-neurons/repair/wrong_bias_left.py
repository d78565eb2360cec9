# loses: repair-bias
# says: one bias for each ticket
def repaired_layer(X, W, b):
    return X @ W + b[:, None]
