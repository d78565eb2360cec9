# loses: labels-one labels-best
# says: counts through the whole batch
def choose(z, names, several):
    if several:
        p = sigmoid(z)
        return p, [[n for n, q in zip(names, row) if q > 0.5] for row in p]
    p = softmax(z)
    return p, [[names[p.argmax()]] for row in p]
