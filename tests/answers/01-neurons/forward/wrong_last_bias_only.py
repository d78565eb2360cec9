# loses: forward-bias
# says: the biases of the hidden layers missing
def forward(X, layers):
    for i, (W, b, activation) in enumerate(layers):
        Z = X @ W
        if i == len(layers) - 1:
            Z = Z + b
        X = activation(Z)
    return X
