# loses: attend-weights attend-padding attend-later attend-both attend-answer
# says: all are the same
def attend(Q, K, V, ignore, causal):
    return np.zeros((*Q.shape[:2], V.shape[2])), np.zeros((*Q.shape[:2], K.shape[1]))
