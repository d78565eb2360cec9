# loses: nothing
def forward(X, layers):
    Y = np.asarray(X, dtype=float)
    for W, b, activation in layers:
        Z = np.empty((Y.shape[0], W.shape[1]))
        for i, y in enumerate(Y):
            for j in range(W.shape[1]):
                Z[i, j] = sum(y * W[:, j]) + b[j]
        Y = activation(Z)
    return Y
