# loses: logsoftmax-shares logsoftmax-rows logsoftmax-axes logsoftmax-large logsoftmax-small
# says: the same number everywhere
def log_softmax(z):
    return 0 * z
