# loses: labels-best
# says: got a ndarray
def choose(z, names, several):
    if several:
        p = sigmoid(z)
        return p, [[n for n, q in zip(names, row) if q > 0.5] for row in p]
    p = softmax(z)
    return p, np.array(names)[p.argmax(axis=1)]
