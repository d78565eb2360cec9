# loses: nothing
def find_bug(Q, K, weights):
    rows = np.abs(weights.sum(axis=1) - 1).max() < 0.001
    raw = Q @ K.T if rows else K @ Q.T
    seen = weights if rows else weights.T
    scaled = softmax(raw / Q.shape[1] ** 0.5)
    scale = np.abs(scaled - seen).max() < np.abs(softmax(raw) - seen).max()
    return {
        (True, True): "nothing",
        (True, False): "no scale",
        (False, True): "wrong axis",
        (False, False): "both",
    }[bool(rows), bool(scale)]
