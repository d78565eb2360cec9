# loses: logsoftmax-shares
# says: your function changed the array
def log_softmax(z):
    m = z.max(axis=-1, keepdims=True)
    z -= m
    return z - np.log(np.exp(z).sum(axis=-1, keepdims=True))
