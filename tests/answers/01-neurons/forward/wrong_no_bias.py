# loses: forward-bias
# says: X @ W without its bias; add b
def forward(X, layers):
    Y = X
    for W, b, activation in layers:
        Y = activation(Y @ W)
    return Y
