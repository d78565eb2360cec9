# loses: block-norms
# says: exchanged
def block_2017(X, params, n_heads, mask):
    attended, _ = multi_head_attention(X, X, part(params, "attention"), n_heads, mask)
    X, _ = layer_norm(X + attended, **part(params, "feed_forward_norm"))
    fed, _ = feed_forward(X, part(params, "feed_forward"))
    X, _ = layer_norm(X + fed, **part(params, "attention_norm"))
    return X
