# loses: nothing
def find_bug(Q, K, weights):
    columns = np.abs(weights.sum(axis=0) - 1).max() < 0.002
    scores = Q @ K.T / np.sqrt(Q.shape[1])
    scaled = np.abs(softmax(scores, axis=0 if columns else 1) - weights).max() < 0.001
    if columns:
        return "wrong axis" if scaled else "both"
    return "nothing" if scaled else "no scale"
