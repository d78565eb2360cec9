# loses: top-values
# says: some real values are 0
def top_mean(H, mask, k):
    values = np.where(mask[:, :, None] & (H != 0), H, -np.inf)
    top = np.sort(values, axis=1)[:, ::-1][:, :k]
    real = np.isfinite(top)
    return np.where(real, top, 0).sum(axis=1) / np.maximum(real.sum(axis=1), 1)
