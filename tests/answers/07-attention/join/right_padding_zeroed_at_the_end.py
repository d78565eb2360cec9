# loses: nothing
def join(D, R, d_params, r_params, n_heads, D_mask, R_mask):
    D_answers, _ = multi_head_attention(D, R, d_params, n_heads, R_mask)
    R_answers, _ = multi_head_attention(R, D, r_params, n_heads, D_mask)
    return [(D + D_answers) * D_mask[:, :, None], (R + R_answers) * R_mask[:, :, None]]
