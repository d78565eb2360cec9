# loses: block-norms block-attention
# says: of the normalised X
def block_2017(X, params, n_heads, mask):
    A, _ = layer_norm(X, **part(params, "attention_norm"))
    A, _ = multi_head_attention(A, A, part(params, "attention"), n_heads, mask)
    X, _ = layer_norm(X + A, **part(params, "attention_norm"))
    A, _ = layer_norm(X, **part(params, "feed_forward_norm"))
    A, _ = feed_forward(A, part(params, "feed_forward"))
    return layer_norm(X + A, **part(params, "feed_forward_norm"))[0]
