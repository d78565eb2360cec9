# loses: attend-padding attend-later
# says: causal is not used
def attend(Q, K, V, ignore, causal):
    weights = softmax(Q @ K.swapaxes(1, 2) / np.sqrt(Q.shape[2]))
    return weights @ V, weights
