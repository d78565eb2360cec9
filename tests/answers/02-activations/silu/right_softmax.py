# loses: nothing
def silu(z):
    p = softmax(np.stack([z, np.zeros(z.shape)]), axis=0)[0]
    return p * z, p + p * (1 - p) * z
