# loses: bug-axis bug-both
# says: add up the rows as well
def find_bug(Q, K, weights):
    raw = Q @ K.T
    scaled = raw / np.sqrt(Q.shape[1])
    cases = {
        "nothing": softmax(scaled),
        "no scale": softmax(raw),
        "wrong axis": softmax(scaled.T).T,
        "both": softmax(raw.T).T,
    }
    return "nothing" if np.allclose(cases["nothing"], weights, atol=1e-4) else "no scale"
