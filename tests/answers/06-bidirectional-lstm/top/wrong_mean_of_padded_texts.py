# loses: top-short
# says: compared with it alone
def top_mean(H, mask, k):
    pooled = np.zeros((len(H), H.shape[2]))
    for row, real in enumerate(mask):
        if real.any():
            size = k if real.all() else len(real)
            pooled[row] = np.sort(H[row, real], axis=0)[-size:].mean(axis=0)
    return pooled
