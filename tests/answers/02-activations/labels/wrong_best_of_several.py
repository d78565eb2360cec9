# loses: labels-chosen
# says: each name above 0.5, and only those
def choose(z, names, several):
    if several:
        p = sigmoid(z)
        return p, [[names[k]] for k in p.argmax(axis=1)]
    p = softmax(z)
    return p, [[names[k]] for k in p.argmax(axis=1)]
