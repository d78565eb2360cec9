# loses: nothing
def forward(X, layers):
    if not layers:
        return X
    (W, b, activation), *rest = layers
    return forward(activation(np.dot(X, W) + b), rest)
