# loses: join-shortcuts join-masks
# says: the features of the text that was asked
def join(D, R, d_params, r_params, n_heads, D_mask, R_mask):
    D_answers, _ = multi_head_attention(D, R, d_params, n_heads, R_mask)
    R_answers, _ = multi_head_attention(R, D, r_params, n_heads, D_mask)
    return R + D_answers, D + R_answers
