# loses: forward-product forward-bias forward-activation forward-chain forward-hidden
# says: units in the rows
def forward(X, layers):
    Y = X.T
    for W, b, activation in layers:
        Y = activation(W.T @ Y + b[:, None])
    return Y
