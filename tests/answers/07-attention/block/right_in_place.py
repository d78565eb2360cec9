# loses: nothing
def block_2017(X, params, n_heads, mask):
    X += multi_head_attention(X, X, part(params, "attention"), n_heads, mask)[0]
    X[:] = layer_norm(X, **part(params, "attention_norm"))[0]
    X += feed_forward(X, part(params, "feed_forward"))[0]
    return layer_norm(X, **part(params, "feed_forward_norm"))[0]
