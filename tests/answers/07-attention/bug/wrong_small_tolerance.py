# loses: bug-nothing
# says: compare with a tolerance
def find_bug(Q, K, weights):
    rows = np.allclose(weights.sum(axis=1),1,atol=1e-4,rtol=0)
    raw = Q @ K.T
    s = raw / np.sqrt(Q.shape[1])
    if rows:
        return "nothing" if np.allclose(softmax(s),weights,atol=1e-4) else "no scale"
    return "wrong axis" if np.allclose(softmax(s.T).T,weights,atol=1e-4) else "both"
