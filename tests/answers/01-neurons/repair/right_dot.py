# loses: nothing
def repaired_layer(X, W, b):
    return b + np.dot(X, W)
