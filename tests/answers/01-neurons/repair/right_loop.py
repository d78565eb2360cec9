# loses: nothing
def repaired_layer(X, W, b):
    return np.array([[sum(x * W[:, j]) + b[j] for j in range(len(b))] for x in X])
