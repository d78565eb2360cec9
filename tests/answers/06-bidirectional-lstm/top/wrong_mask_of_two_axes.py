# loses: top-values top-padding top-short top-empty
# says: an axis for the units
def top_mean(H, mask, k):
    values = np.where(mask, H, -np.inf)
    top = np.sort(values, axis=1)[:, ::-1][:, :k]
    total = np.where(np.isfinite(top), top, 0).sum(axis=1)
    return total / np.clip(mask.sum(axis=1), 1, k)[:, None]
