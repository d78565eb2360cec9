# loses: top-values
# says: counted once
def top_mean(H, mask, k):
    pooled = np.zeros((len(H), H.shape[2]))
    for row, real in enumerate(mask):
        for unit in range(H.shape[2]):
            if real.any():
                pooled[row, unit] = np.unique(H[row, real, unit])[-k:].mean()
    return pooled
