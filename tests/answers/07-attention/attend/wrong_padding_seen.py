# loses: attend-padding
# says: ignore is not used
def attend(Q, K, V, ignore, causal):
    scores = Q @ K.swapaxes(1, 2) / np.sqrt(Q.shape[2])
    hidden = np.zeros(scores.shape, bool)
    if causal:
        hidden = hidden | ~np.tri(Q.shape[1], K.shape[1], dtype=bool)
    weights = softmax(np.where(hidden, -1e300, scores))
    return weights @ V, weights
