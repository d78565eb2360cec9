# loses: nothing
def find_bug(Q, K, weights):
    wrong_axis = np.abs(weights.sum(axis=1) - 1).max() > 0.002
    Q /= np.sqrt(Q.shape[1])
    axis = 0 if wrong_axis else 1
    weights -= softmax(Q @ K.T, axis=axis)
    no_scale = np.abs(weights).max() > 0.001
    if wrong_axis:
        return "both" if no_scale else "wrong axis"
    return "no scale" if no_scale else "nothing"
