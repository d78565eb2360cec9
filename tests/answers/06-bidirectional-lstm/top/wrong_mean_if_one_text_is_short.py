# loses: top-short
# says: the other text has fewer than k
def top_mean(H, mask, k):
    if k > mask.sum(axis=1).min():
        total = np.where(mask[:, :, None], H, 0).sum(axis=1)
        return total / np.maximum(mask.sum(axis=1), 1)[:, None]
    values = np.where(mask[:, :, None], H, -np.inf)
    top = np.sort(values, axis=1)[:, ::-1][:, :k]
    total = np.where(np.isfinite(top), top, 0).sum(axis=1)
    return total / np.clip(mask.sum(axis=1), 1, k)[:, None]
