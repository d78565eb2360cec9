# loses: forward-chain forward-hidden
# says: X passed to the last layer
def forward(X, layers):
    for W, b, activation in layers:
        Y = activation(X @ W + b)
    return Y
