# loses: labels-chosen labels-best
# says: holds a ndarray for a ticket
def choose(z, names, several):
    names = np.array(names)
    if several:
        p = sigmoid(z)
        return p, [names[row > 0.5] for row in p]
    p = softmax(z)
    return p, names[p.argmax(axis=1)][:, None]
