# loses: block-norms block-attention block-feed-forward
# says: the norms come last here
def block_2017(X, params, n_heads, mask):
    A, _ = layer_norm(X, **part(params, "attention_norm"))
    X = X + multi_head_attention(A, A, part(params, "attention"), n_heads, mask)[0]
    A, _ = layer_norm(X, **part(params, "feed_forward_norm"))
    return X + feed_forward(A, part(params, "feed_forward"), "gelu")[0]
