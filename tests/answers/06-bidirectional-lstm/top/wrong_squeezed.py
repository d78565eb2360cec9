# loses: top-short
# says: pooled of a batch of one text
def top_mean(H, mask, k):
    pooled = np.zeros((len(H), H.shape[2]))
    for row, real in enumerate(mask):
        if real.any():
            pooled[row] = np.sort(H[row, real], axis=0)[-k:].mean(axis=0)
    return pooled.squeeze()
