# loses: block-feed-forward
# says: no ReLU
def block_2017(X, params, n_heads, mask):
    attended, _ = multi_head_attention(X, X, part(params, "attention"), n_heads, mask)
    X, _ = layer_norm(X + attended, **part(params, "attention_norm"))
    p = part(params, "feed_forward")
    fed = (X @ p["W1"] + p["b1"]) @ p["W2"] + p["b2"]
    return layer_norm(X + fed, **part(params, "feed_forward_norm"))[0]
