# loses: logsoftmax-rows
# says: all rows sharing one sum
def log_softmax(z):
    z = z - z.max()
    return z - np.log(np.exp(z).sum())
