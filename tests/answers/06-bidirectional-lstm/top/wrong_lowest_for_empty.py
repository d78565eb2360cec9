# loses: top-empty
# says: the lowest number
def top_mean(H, mask, k):
    top = np.sort(np.where(mask[:, :, None], H, -np.inf), axis=1)[:, ::-1][:, :k]
    real = np.isfinite(top)
    count = np.maximum(real.sum(axis=1), 1)
    return np.where(mask.any(axis=1)[:, None], np.where(real, top, 0).sum(axis=1) / count, -np.inf)
