# loses: heads-memory
# says: cannot reshape
def torch_heads(X, memory, W_in, b_in, W_out, b_out, H):
    n, _, d = X.shape

    def split(A):
        return A.reshape(n, X.shape[1], H, d // H).swapaxes(1, 2)  # (n, H, T, d_k)

    W_Q, W_K, W_V = np.split(W_in, 3)
    b_Q, b_K, b_V = np.split(b_in, 3)
    Q = split(X @ W_Q.T + b_Q)
    K, V = split(memory @ W_K.T + b_K), split(memory @ W_V.T + b_V)
    weights = softmax(Q @ K.swapaxes(2, 3) / np.sqrt(d // H))
    heads = (weights @ V).swapaxes(1, 2).reshape(X.shape)
    return heads @ W_out.T + b_out
