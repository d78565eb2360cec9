# loses: top-padding
# says: NaN
def top_mean(H, mask, k):
    m = mask[:, :, None]
    top = np.sort(H * m - 1e30 * ~m, axis=1)[:, ::-1][:, :k]
    counts = np.arange(top.shape[1]) < mask.sum(axis=1, keepdims=True)
    total = np.where(counts[:, :, None], top, 0).sum(axis=1)
    return total / np.clip(mask.sum(axis=1), 1, k)[:, None]
