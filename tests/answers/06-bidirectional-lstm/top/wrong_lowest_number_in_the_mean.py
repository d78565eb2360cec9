# loses: top-short top-empty
# says: far too low
def top_mean(H, mask, k):
    values = np.where(mask[:, :, None], H, -1e30)
    return np.sort(values, axis=1)[:, ::-1][:, :k].mean(axis=1)
