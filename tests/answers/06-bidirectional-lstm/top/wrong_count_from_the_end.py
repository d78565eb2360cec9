# loses: top-short
# says: pooled with k =
def top_mean(H, mask, k):
    top = np.sort(np.where(mask[:, :, None], H, -np.inf), axis=1)[:, H.shape[1] - k :]
    real = np.isfinite(top)
    return np.where(real, top, 0).sum(axis=1) / np.maximum(real.sum(axis=1), 1)
