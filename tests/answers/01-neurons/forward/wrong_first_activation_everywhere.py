# loses: forward-hidden
# says: each layer has its own
def forward(X, layers):
    activation = layers[0][2]
    for W, b, _ in layers:
        X = activation(X @ W + b)
    return X
