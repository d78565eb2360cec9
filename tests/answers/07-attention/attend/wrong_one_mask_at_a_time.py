# loses: attend-both
# says: hide it also when causal is True
def attend(Q, K, V, ignore, causal):
    scores = Q @ K.swapaxes(1, 2) / np.sqrt(Q.shape[2])
    seen = np.tri(Q.shape[1], dtype=bool) if causal else ~ignore[:, None, :]
    weights = softmax(np.where(seen, scores, -1e300))
    return weights @ V, weights
