# loses: forward-bias
# says: each unit has its own
def forward(X, layers):
    Y = X
    for W, b, activation in layers:
        Y = activation(Y @ W + b.sum())
    return Y
