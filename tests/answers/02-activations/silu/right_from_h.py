# loses: nothing
def silu(z):
    p = (1 + np.tanh(z / 2)) / 2
    h = z * p
    return h, h + p * (1 - h)
