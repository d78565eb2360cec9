# loses: forward-chain
# says: there may be more than three
def forward(X, layers):
    for W, b, activation in layers[:3]:
        X = activation(X @ W + b)
    return X
