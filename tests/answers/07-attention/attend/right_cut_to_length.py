# loses: nothing
def attend(Q, K, V, ignore, causal):
    n, T, d_k = Q.shape
    context, weights = np.zeros((n, T, V.shape[2])), np.zeros((n, T, K.shape[1]))
    for i in range(n):
        for t in range(T):
            seen = (~ignore[i]).sum()
            if causal:
                seen = min(seen, t + 1)
            weights[i, t, :seen] = softmax(K[i, :seen] @ Q[i, t] / np.sqrt(d_k))
            context[i, t] = weights[i, t] @ V[i]
    return context.tolist(), weights.tolist()
