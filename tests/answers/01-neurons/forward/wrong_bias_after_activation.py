# loses: forward-activation
# says: the activation comes last
def forward(X, layers):
    for W, b, activation in layers:
        X = activation(X @ W) + b
    return X
