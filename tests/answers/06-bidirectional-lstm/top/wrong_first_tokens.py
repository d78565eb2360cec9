# loses: top-values
# says: the first k tokens
def top_mean(H, mask, k):
    mask = mask & (np.cumsum(mask, axis=1) <= k)
    total = np.where(mask[:, :, None], H, 0).sum(axis=1)
    return total / np.maximum(mask.sum(axis=1), 1)[:, None]
