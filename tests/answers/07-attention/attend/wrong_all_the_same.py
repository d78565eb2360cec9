# loses: attend-weights attend-padding attend-later attend-both attend-answer
# says: all are the same
def attend(Q, K, V, ignore, causal):
    weights = np.full((*Q.shape[:2], K.shape[1]), 1 / K.shape[1])
    return weights @ V, weights
