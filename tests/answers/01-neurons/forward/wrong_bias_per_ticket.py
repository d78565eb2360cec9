# loses: forward-bias
# says: one bias for each ticket
def forward(X, layers):
    for W, b, activation in layers:
        Z = X @ W
        if len(b) == len(Z):
            b = b[:, None]
        X = activation(Z + b)
    return X
