# loses: forward-chain forward-hidden
# says: pass it on to the next
def forward(X, layers):
    for W, b, activation in layers:
        Y = activation(X @ W + b)
        return Y
