# loses: heads-biases
# says: of queries and keys exchanged
def torch_heads(X, memory, W_in, b_in, W_out, b_out, H):
    n, T, d = X.shape
    W_Q, W_K, W_V = (W.T for W in np.split(W_in, 3))
    b_K, b_Q, b_V = np.split(b_in, 3)

    def split(A):
        return A.reshape(n, A.shape[1], H, d // H).swapaxes(1, 2)

    Q = split(X @ W_Q + b_Q)
    K = split(memory @ W_K + b_K)
    V = split(memory @ W_V + b_V)
    weights = softmax(Q @ K.swapaxes(2, 3) / np.sqrt(d // H))
    heads = (weights @ V).swapaxes(1, 2).reshape(n, T, d)
    return heads @ W_out.T + b_out
