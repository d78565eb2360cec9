# loses: forward-activation forward-hidden
# says: apply the activation of the layer
def forward(X, layers):
    Y = X
    for W, b, activation in layers:
        Y = activation(Y) @ W + b
    return Y
