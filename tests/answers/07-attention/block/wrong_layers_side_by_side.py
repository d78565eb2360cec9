# loses: block-feed-forward
# says: that gets X
def block_2017(X, params, n_heads, mask):
    fed, _ = feed_forward(X, part(params, "feed_forward"))
    attended, _ = multi_head_attention(X, X, part(params, "attention"), n_heads, mask)
    X, _ = layer_norm(X + attended, **part(params, "attention_norm"))
    return layer_norm(X + fed, **part(params, "feed_forward_norm"))[0]
