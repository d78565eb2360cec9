# loses: block-attention
# says: one head
def block_2017(X, params, n_heads, mask):
    attended, _ = multi_head_attention(X, X, part(params, "attention"), 1, mask)
    X, _ = layer_norm(X + attended, **part(params, "attention_norm"))
    fed, _ = feed_forward(X, part(params, "feed_forward"))
    X, _ = layer_norm(X + fed, **part(params, "feed_forward_norm"))
    return X
