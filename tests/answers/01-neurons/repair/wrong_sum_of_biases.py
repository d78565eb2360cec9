# loses: repair-bias
# says: the sum of all biases on every unit
def repaired_layer(X, W, b):
    return X @ W + b.sum()
