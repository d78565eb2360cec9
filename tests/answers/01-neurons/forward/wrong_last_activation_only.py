# loses: forward-hidden
# says: the activation of the last layer only
def forward(X, layers):
    for W, b, activation in layers:
        X = X @ W + b
    return activation(X)
