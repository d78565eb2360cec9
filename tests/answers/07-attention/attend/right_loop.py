# loses: nothing
def attend(Q, K, V, ignore, causal):
    n, T, d_k = Q.shape
    weights = np.zeros((n, T, K.shape[1]))
    for i in range(n):
        for t in range(T):
            keys = [s for s in range(K.shape[1]) if not ignore[i, s] and (s <= t or not causal)]
            e = np.exp([Q[i, t] @ K[i, s] / d_k**0.5 for s in keys])
            weights[i, t, keys] = e / e.sum()
    return np.einsum("nts,nsd->ntd", weights, V), weights
