# loses: attend-answer
# says: the answers of weights without a mask
def attend(Q, K, V, ignore, causal):
    scores = Q @ K.swapaxes(1, 2) / np.sqrt(Q.shape[2])
    context = softmax(scores) @ V
    hidden = np.broadcast_to(ignore[:, None, :], scores.shape)
    if causal:
        hidden = hidden | ~np.tri(Q.shape[1], K.shape[1], dtype=bool)
    return context, softmax(np.where(hidden, -1e300, scores))
