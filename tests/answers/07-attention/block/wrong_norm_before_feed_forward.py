# loses: block-norms
# says: use that norm once
def block_2017(X, params, n_heads, mask):
    attended, _ = multi_head_attention(X, X, part(params, "attention"), n_heads, mask)
    X, _ = layer_norm(X + attended, **part(params, "attention_norm"))
    A, _ = layer_norm(X, **part(params, "feed_forward_norm"))
    fed, _ = feed_forward(A, part(params, "feed_forward"))
    return layer_norm(X + fed, **part(params, "feed_forward_norm"))[0]
