# loses: logsoftmax-shares logsoftmax-large
# says: subtract it in front as well
def log_softmax(z):
    m = z.max(axis=-1, keepdims=True)
    return z - np.log(np.exp(z - m).sum(axis=-1, keepdims=True))
