# loses: nothing
def attend(Q, K, V, ignore, causal):
    scores = np.einsum("ntd,nsd->nts", Q, K) * Q.shape[-1] ** -0.5
    seen = np.tril(np.ones(scores.shape)) if causal else np.ones(scores.shape)
    seen = seen * ~ignore[:, None]
    scores = np.where(seen, scores, -np.inf)
    e = np.exp(scores - scores.max(axis=2, keepdims=True))
    weights = e / e.sum(axis=2, keepdims=True)
    return weights @ V, weights
