# loses: nothing
def attend(Q, K, V, ignore, causal):
    Q /= np.sqrt(Q.shape[2])
    np.logical_not(ignore, out=ignore)
    scores = Q @ K.swapaxes(1, 2)
    scores += np.where(ignore, 0, -1e9)[:, None, :]
    if causal:
        scores += np.where(np.tri(Q.shape[1]), 0, -1e9)
    weights = softmax(scores)
    return weights @ V, weights
