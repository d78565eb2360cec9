# loses: block-norms
# says: attention_norm in both places
def block_2017(X, params, n_heads, mask):
    attended, _ = multi_head_attention(X, X, part(params, "attention"), n_heads, mask)
    X, _ = layer_norm(X + attended, **part(params, "attention_norm"))
    fed, _ = feed_forward(X, part(params, "feed_forward"))
    return layer_norm(X + fed, **part(params, "attention_norm"))[0]
