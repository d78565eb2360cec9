# loses: block-padding
# says: depend on padding
def block_2017(X, params, n_heads, mask):
    attended, _ = multi_head_attention(X, X, part(params, "attention"), n_heads, ~mask)
    X, _ = layer_norm(X + attended, **part(params, "attention_norm"))
    fed, _ = feed_forward(X, part(params, "feed_forward"))
    return layer_norm(X + fed, **part(params, "feed_forward_norm"))[0]
