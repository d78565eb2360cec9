# loses: repair-product repair-bias
# says: units in the rows
def repaired_layer(X, W, b):
    return (X @ W + b).T
