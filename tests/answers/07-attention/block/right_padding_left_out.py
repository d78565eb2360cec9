# loses: nothing
def block_2017(X, params, n_heads, mask):
    output = np.zeros(X.shape)
    for i, real in enumerate(mask):
        A = X[i : i + 1, real]
        A = A + multi_head_attention(A, A, part(params, "attention"), n_heads)[0]
        A, _ = layer_norm(A, **part(params, "attention_norm"))
        A = A + feed_forward(A, part(params, "feed_forward"))[0]
        output[i, real] = layer_norm(A, **part(params, "feed_forward_norm"))[0][0]
    return output
