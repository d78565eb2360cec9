# loses: bug-axis bug-both
# says: missed the axis
def find_bug(Q, K, weights):
    raw = Q @ K.T
    scaled = raw / np.sqrt(Q.shape[1])
    cases = {
        "nothing": softmax(scaled),
        "no scale": softmax(raw),
        "wrong axis": softmax(scaled),
        "both": softmax(raw),
    }
    return min(cases, key=lambda bug: np.abs(cases[bug] - weights).max())
