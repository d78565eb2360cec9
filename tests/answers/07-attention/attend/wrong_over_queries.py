# loses: attend-weights
# says: softmax run over the keys
def attend(Q, K, V, ignore, causal):
    scores = Q @ K.swapaxes(1, 2) / np.sqrt(Q.shape[2])  # (n, T, S)
    hidden = np.broadcast_to(ignore[:, None, :], scores.shape)
    if causal:
        hidden = hidden | ~np.tri(Q.shape[1], K.shape[1], dtype=bool)
    weights = softmax(np.where(hidden, np.finfo(float).min, scores), axis=1)
    return weights @ V, weights
