# loses: top-padding
# says: H: your function changed
def top_mean(H, mask, k):
    H[~mask] = -np.inf
    top = np.sort(H, axis=1)[:, ::-1][:, :k]
    total = np.where(np.isfinite(top), top, 0).sum(axis=1)
    return total / np.clip(mask.sum(axis=1), 1, k)[:, None]
