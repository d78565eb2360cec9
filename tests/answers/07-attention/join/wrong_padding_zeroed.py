# loses: join-masks
# says: Zeros in the padding
def join(D, R, d_params, r_params, n_heads, D_mask, R_mask):
    D_answers, _ = multi_head_attention(D, R * R_mask[:, :, None], d_params, n_heads)
    R_answers, _ = multi_head_attention(R, D * D_mask[:, :, None], r_params, n_heads)
    return D + D_answers, R + R_answers
