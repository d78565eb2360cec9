# loses: attend-both
# says: scaled only without a mask
def attend(Q, K, V, ignore, causal):
    scores = Q @ K.swapaxes(1, 2)
    hidden = np.broadcast_to(ignore[:, None, :], scores.shape)
    if causal:
        hidden = hidden | ~np.tri(Q.shape[1], K.shape[1], dtype=bool)
    if hidden.any():
        scores = np.where(hidden, -1e300, scores)
    else:
        scores = scores / np.sqrt(Q.shape[2])
    weights = softmax(scores)
    return weights @ V, weights
