# loses: repair-product repair-bias
# says: the batch comes first
def repaired_layer(X, W, b):
    return W @ X + b
