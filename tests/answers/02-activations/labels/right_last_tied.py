# loses: nothing
def choose(z, names, several):
    if several:
        p = sigmoid(z)
        return p, [[n for n, q in zip(names, row) if q > 0.5] for row in p]
    p = softmax(z)
    return p, [[names[np.argsort(row)[-1]]] for row in z]
