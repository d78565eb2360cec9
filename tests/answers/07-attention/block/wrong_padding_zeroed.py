# loses: block-padding
# says: Zeros in the padding
def block_2017(X, params, n_heads, mask):
    X = X * mask[:, :, None]
    attended, _ = multi_head_attention(X, X, part(params, "attention"), n_heads)
    X, _ = layer_norm(X + attended, **part(params, "attention_norm"))
    fed, _ = feed_forward(X, part(params, "feed_forward"))
    return layer_norm(X + fed, **part(params, "feed_forward_norm"))[0]
