# loses: join-description join-resolution join-shortcuts join-masks
# says: do not depend on the other text
def join(D, R, d_params, r_params, n_heads, D_mask, R_mask):
    return D, R
