# loses: top-short
# says: with fewer than k the mean
def top_mean(H, mask, k):
    pooled = np.zeros((len(H), H.shape[2]))
    for row, real in enumerate(mask):
        if real.any():
            few = 1 if real.sum() < k else k
            pooled[row] = np.sort(H[row, real], axis=0)[-few:].mean(axis=0)
    return pooled
