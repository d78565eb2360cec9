# loses: attend-later
# says: causal is not used
def attend(Q, K, V, ignore, causal):
    scores = Q @ K.swapaxes(1, 2) / np.sqrt(Q.shape[2])
    hidden = np.broadcast_to(ignore[:, None, :], scores.shape)
    weights = softmax(np.where(hidden, -1e300, scores))
    return weights @ V, weights
