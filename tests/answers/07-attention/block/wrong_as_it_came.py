# loses: block-norms block-attention block-feed-forward block-padding
# says: X as it came
def block_2017(X, params, n_heads, mask):
    return X
