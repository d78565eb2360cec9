# loses: nothing
def weighted_mean(ids, E, weights):
    weights = np.append(0.0, weights[1:])  # padding weighs nothing
    a = weights[ids]
    return np.einsum("nt,ntd->nd", a, E[ids]) / np.maximum(a.sum(axis=1), 1e-12)[:, None]
