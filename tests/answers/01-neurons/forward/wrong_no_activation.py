# loses: forward-activation forward-hidden
# says: apply the activation of the layer
def forward(X, layers):
    Y = X
    for W, b, activation in layers:
        Y = Y @ W + b
    return Y
