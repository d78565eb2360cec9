# loses: bug-nothing bug-axis
# says: taken the scale for missing
def find_bug(Q, K, weights):
    raw = Q @ K.T
    scaled = raw / Q.shape[1]
    cases = {
        "nothing": softmax(scaled),
        "no scale": softmax(raw),
        "wrong axis": softmax(scaled.T).T,
        "both": softmax(raw.T).T,
    }
    return min(cases, key=lambda bug: np.abs(cases[bug] - weights).max())
