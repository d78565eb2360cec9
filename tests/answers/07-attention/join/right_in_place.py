# loses: nothing
def join(D, R, d_params, r_params, n_heads, D_mask, R_mask):
    answers, _ = multi_head_attention(R, D, r_params, n_heads, D_mask)
    D += multi_head_attention(D, R, d_params, n_heads, R_mask)[0]
    R += answers
    return D, R
