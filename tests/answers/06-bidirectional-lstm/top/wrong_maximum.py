# loses: top-values top-short
# says: the maximum
def top_mean(H, mask, k):
    largest = np.where(mask[:, :, None], H, -np.inf).max(axis=1)
    return np.where(mask.any(axis=1)[:, None], largest, 0)
