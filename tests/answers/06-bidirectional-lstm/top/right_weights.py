# loses: nothing
def top_mean(H, mask, k):
    lowest = np.finfo(float).min
    values = -np.sort(-np.where(mask[:, :, None], H, lowest), axis=1)
    count = np.minimum(mask.sum(axis=1), k)
    counts = np.arange(H.shape[1]) < count[:, None]
    return np.where(counts[:, :, None], values, 0).sum(axis=1) / np.maximum(count, 1)[:, None]
