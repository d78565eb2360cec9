# loses: top-empty
# says: 0 / 0
def top_mean(H, mask, k):
    values = np.where(mask[:, :, None], H, -np.inf)
    top = np.sort(values, axis=1)[:, ::-1][:, :k]
    real = np.isfinite(top)
    return np.where(real, top, 0).sum(axis=1) / np.minimum(mask.sum(axis=1), k)[:, None]
