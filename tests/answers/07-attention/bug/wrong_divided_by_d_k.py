# loses: bug-nothing bug-axis
# says: bug with
def find_bug(Q, K, weights):
    raw = Q @ K.T
    scaled = raw / Q.shape[1]
    cases = {
        "nothing": softmax(scaled),
        "no scale": softmax(raw),
        "wrong axis": softmax(scaled.T).T,
        "both": softmax(raw.T).T,
    }
    for bug, right in cases.items():
        if np.allclose(right, weights, atol=1e-4, rtol=0):
            return bug
    return "no scale" if np.allclose(weights.sum(axis=1), 1, atol=1e-3) else "both"
