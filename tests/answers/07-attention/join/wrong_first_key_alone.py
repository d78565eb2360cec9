# loses: join-masks
# says: hide nothing else
def join(D, R, d_params, r_params, n_heads, D_mask, R_mask):
    def first(mask):
        return mask if mask.all() else np.arange(mask.shape[1]) < np.ones((len(mask), 1))

    D_mask, R_mask = first(D_mask), first(R_mask)
    D_answers, _ = multi_head_attention(D, R, d_params, n_heads, R_mask)
    R_answers, _ = multi_head_attention(R, D, r_params, n_heads, D_mask)
    return D + D_answers, R + R_answers
