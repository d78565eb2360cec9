# loses: logsoftmax-axes
# says: which is the last axis of a table only
def log_softmax(z):
    z = z - z.max(axis=1, keepdims=True)
    return z - np.log(np.exp(z).sum(axis=1, keepdims=True))
