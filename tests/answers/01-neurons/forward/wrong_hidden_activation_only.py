# loses: forward-hidden
# says: the activation of the hidden layer only
def forward(X, layers):
    for i, (W, b, activation) in enumerate(layers):
        X = X @ W + b
        if i < len(layers) - 1 or len(layers) == 1:
            X = activation(X)
    return X
