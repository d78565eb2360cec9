# loses: forward-chain
# says: the output of the second layer
def forward(X, layers):
    W, b, activation = layers[0]
    Y = activation(X @ W + b)
    if len(layers) > 1:
        W, b, activation = layers[1]
        Y = activation(Y @ W + b)
    return Y
