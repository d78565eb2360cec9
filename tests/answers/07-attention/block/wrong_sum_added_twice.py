# loses: block-norms
# says: the sum before its norm
def block_2017(X, params, n_heads, mask):
    attended, _ = multi_head_attention(X, X, part(params, "attention"), n_heads, mask)
    total = X + attended
    A, _ = layer_norm(total, **part(params, "attention_norm"))
    fed, _ = feed_forward(A, part(params, "feed_forward"))
    return layer_norm(total + fed, **part(params, "feed_forward_norm"))[0]
