# loses: top-values
# says: each unit has its own
def top_mean(H, mask, k):
    values = np.where(mask[:, :, None], H, -np.inf)
    order = np.argsort(-values[:, :, 0], axis=1)[:, :k, None]
    top = np.take_along_axis(values, order, axis=1)
    total = np.where(np.isfinite(top), top, 0).sum(axis=1)
    return total / np.clip(mask.sum(axis=1), 1, k)[:, None]
