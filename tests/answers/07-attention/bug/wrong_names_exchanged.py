# loses: bug-scale bug-axis
# says: bug
def find_bug(Q, K, weights):
    raw = Q @ K.T
    scaled = raw / np.sqrt(Q.shape[1])
    cases = {
        "nothing": softmax(scaled),
        "wrong axis": softmax(raw),
        "no scale": softmax(scaled.T).T,
        "both": softmax(raw.T).T,
    }
    for bug, right in cases.items():
        if np.allclose(right, weights, atol=1e-4, rtol=0):
            return bug
    return "nothing"
