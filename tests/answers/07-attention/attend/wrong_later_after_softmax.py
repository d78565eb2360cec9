# loses: attend-later
# says: no longer add up to 1
def attend(Q, K, V, ignore, causal):
    scores = Q @ K.swapaxes(1, 2) / np.sqrt(Q.shape[2])
    hidden = np.broadcast_to(ignore[:, None, :], scores.shape)
    weights = softmax(np.where(hidden, -1e300, scores))
    if causal:
        weights = np.tril(weights)
    return weights @ V, weights
