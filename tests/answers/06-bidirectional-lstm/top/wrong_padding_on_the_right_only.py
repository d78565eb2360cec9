# loses: top-padding top-short
# says: where padding on the left
def top_mean(H, mask, k):
    pooled = np.zeros((len(H), H.shape[2]))
    for row, length in enumerate(mask.sum(axis=1)):
        if length:
            pooled[row] = np.sort(H[row, :length], axis=0)[-k:].mean(axis=0)
    return pooled
