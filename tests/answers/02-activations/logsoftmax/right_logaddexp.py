# loses: nothing
def log_softmax(z):
    return z - np.logaddexp.reduce(z, axis=-1, keepdims=True)
