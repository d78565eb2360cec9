# loses: repair-product repair-bias
# says: a layer is a matrix product
def repaired_layer(X, W, b):
    return X * W + b
