# loses: attend-padding
# says: the mask of text t used for query t
def attend(Q, K, V, ignore, causal):
    scores = Q @ K.swapaxes(1, 2) / np.sqrt(Q.shape[2])
    scores = np.where(ignore, -1e300, scores)
    if causal:
        scores = np.where(np.tri(Q.shape[1], dtype=bool), scores, -1e300)
    weights = softmax(scores)
    return weights @ V, weights
