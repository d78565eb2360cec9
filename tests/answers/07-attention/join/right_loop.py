# loses: nothing
def join(D, R, d_params, r_params, n_heads, D_mask, R_mask):
    joined = []
    for X, memory, params, mask in ((D, R, d_params, R_mask), (R, D, r_params, D_mask)):
        joined.append(X + multi_head_attention(X, memory, params, n_heads, mask)[0])
    return tuple(joined)
