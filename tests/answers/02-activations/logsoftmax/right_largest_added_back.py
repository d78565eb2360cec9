# loses: nothing
def log_softmax(z):
    m = np.max(z, axis=-1)[..., None]
    total = np.exp(z - m).sum(-1)[..., None]
    return z - (m + np.log(total))
