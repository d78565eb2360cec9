# loses: logsoftmax-shares
# says: subtract the logarithm of the sum
def log_softmax(z):
    return z - z.max(axis=-1, keepdims=True)
