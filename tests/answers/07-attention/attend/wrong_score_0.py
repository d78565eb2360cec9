# loses: attend-padding
# says: is not a weight of 0
def attend(Q, K, V, ignore, causal):
    scores = Q @ K.swapaxes(1, 2) / np.sqrt(Q.shape[2])
    hidden = np.broadcast_to(ignore[:, None, :], scores.shape)
    if causal:
        hidden = hidden | ~np.tri(Q.shape[1], K.shape[1], dtype=bool)
    scores = scores * ~ignore[:, None, :]
    later = hidden & ~ignore[:, None, :]
    weights = softmax(np.where(later, -1e300, scores))
    return weights @ V, weights
