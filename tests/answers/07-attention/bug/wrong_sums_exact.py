# loses: bug-nothing
# says: up to rounding; allow 0.001
def find_bug(Q, K, weights):
    raw, root = Q @ K.T, np.sqrt(Q.shape[1])
    if (weights.sum(axis=1) == 1).all():
        return "nothing" if np.allclose(softmax(raw / root), weights, atol=1e-3) else "no scale"
    return "wrong axis" if not np.allclose(softmax(raw.T).T, weights, atol=1e-3) else "both"
