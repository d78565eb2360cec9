# loses: logsoftmax-small
# says: cut off
def log_softmax(z):
    return np.log(softmax(z) + 1e-12)
