# loses: labels-one
# says: softmax over the tickets
def choose(z, names, several):
    if several:
        p = sigmoid(z)
        return p, [[n for n, q in zip(names, row) if q > 0.5] for row in p]
    p = softmax(z, axis=0)
    return p, [[names[k]] for k in p.argmax(axis=1)]
