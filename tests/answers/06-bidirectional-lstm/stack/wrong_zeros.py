# loses: stack-one stack-layers stack-padding stack-last
# says: the same whatever the words are
def stack(X, layers, mask):
    u = layers[0]["forward.b"].size // 4
    return np.zeros((*mask.shape, 2 * u)), np.zeros((len(mask), 2 * u))
