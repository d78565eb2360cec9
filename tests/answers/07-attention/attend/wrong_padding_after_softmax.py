# loses: attend-padding
# says: no longer add up to 1
def attend(Q, K, V, ignore, causal):
    scores = Q @ K.swapaxes(1, 2) / np.sqrt(Q.shape[2])
    hidden = np.broadcast_to(ignore[:, None, :], scores.shape)
    if causal:
        hidden = hidden | ~np.tri(Q.shape[1], K.shape[1], dtype=bool)
    later = hidden & ~ignore[:, None, :]
    weights = softmax(np.where(later, -1e300, scores)) * ~ignore[:, None, :]
    return weights @ V, weights
