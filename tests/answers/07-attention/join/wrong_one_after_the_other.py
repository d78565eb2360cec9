# loses: join-resolution
# says: has asked first
def join(D, R, d_params, r_params, n_heads, D_mask, R_mask):
    D_answers, _ = multi_head_attention(D, R, d_params, n_heads, R_mask)
    D = D + D_answers
    R_answers, _ = multi_head_attention(R, D, r_params, n_heads, D_mask)
    return D, R + R_answers
