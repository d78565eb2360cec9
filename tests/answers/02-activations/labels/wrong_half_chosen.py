# loses: labels-chosen
# says: names of exactly 0.5 as well
def choose(z, names, several):
    if several:
        p = sigmoid(z)
        return p, [[n for n, q in zip(names, row) if q >= 0.5] for row in p]
    p = softmax(z)
    return p, [[names[k]] for k in p.argmax(axis=1)]
