# loses: logsoftmax-shares
# says: a logarithm to the base 2
def log_softmax(z):
    z = z - z.max(axis=-1, keepdims=True)
    return (z - np.log(np.exp(z).sum(axis=-1, keepdims=True))) / np.log(2)
