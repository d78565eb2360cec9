# loses: top-padding
# says: zeros at the padding
def top_mean(H, mask, k):
    top = np.sort(H * mask[:, :, None], axis=1)[:, ::-1][:, :k]
    return top.sum(axis=1) / np.clip(mask.sum(axis=1), 1, k)[:, None]
