# loses: logsoftmax-shares logsoftmax-rows logsoftmax-axes logsoftmax-large logsoftmax-small
# says: the logits as they were
def log_softmax(z):
    return z
