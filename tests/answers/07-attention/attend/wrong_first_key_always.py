# loses: attend-weights attend-padding attend-later attend-both
# says: some are 0 where nothing is hidden
def attend(Q, K, V, ignore, causal):
    weights = np.zeros((*Q.shape[:2], K.shape[1]))
    weights[:, :, 0] = 1
    return weights @ V, weights
