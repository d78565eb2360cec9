# loses: nothing
def weighted_mean(ids, E, weights):
    counts = np.stack([np.bincount(text, minlength=len(E)) for text in ids]) * weights
    counts[:, 0] = 0
    total = counts.sum(axis=1, keepdims=True)
    return np.divide(counts @ E, total, out=np.zeros((len(ids), E.shape[1])), where=total > 0)
