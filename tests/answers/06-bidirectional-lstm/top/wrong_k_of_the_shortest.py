# loses: top-short
# says: each text has its own number
def top_mean(H, mask, k):
    k = max(1, min(k, mask.sum(axis=1).min()))
    top = np.sort(np.where(mask[:, :, None], H, -np.inf), axis=1)[:, -k:].mean(axis=1)
    return np.where(mask.any(axis=1)[:, None], top, 0)
