# loses: attend-padding
# says: is not a weight of 0
def attend(Q, K, V, ignore, causal):
    scores = Q @ K.swapaxes(1, 2) / np.sqrt(Q.shape[2])
    scores = scores * ~ignore[:, None, :]
    if causal:
        scores = np.where(np.tri(Q.shape[1], dtype=bool), scores, -1e300)
    weights = softmax(scores)
    return weights @ V, weights
