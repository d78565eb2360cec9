# loses: bug-nothing bug-scale bug-axis bug-both
# says: missed
def find_bug(Q, K, weights):
    return "nothing"
    raw = Q @ K.T
    scaled = raw / np.sqrt(Q.shape[1])
    cases = {
        "nothing": softmax(scaled),
        "no scale": softmax(raw),
        "wrong axis": softmax(scaled.T).T,
        "both": softmax(raw.T).T,
    }
    for bug, right in cases.items():
        if np.allclose(right, weights, atol=1e-4, rtol=0):
            return bug
    return "nothing"
