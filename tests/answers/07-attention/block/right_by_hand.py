# loses: nothing
def block_2017(X, params, n_heads, mask):
    def norm(A, name):
        A = A - A.mean(axis=2, keepdims=True)
        A = A / np.sqrt((A**2).mean(axis=2, keepdims=True) + 1e-5)
        return params[f"{name}.gamma"] * A + params[f"{name}.beta"]

    H = norm(
        X + multi_head_attention(X, X, part(params, "attention"), n_heads, mask)[0],
        "attention_norm",
    )
    h = np.maximum(0, H @ params["feed_forward.W1"] + params["feed_forward.b1"])
    fed = h @ params["feed_forward.W2"] + params["feed_forward.b2"]
    return norm(H + fed, "feed_forward_norm")
