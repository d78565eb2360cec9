# loses: labels-one
# says: sigmoids divided by their sum
def choose(z, names, several):
    if several:
        p = sigmoid(z)
        return p, [[n for n, q in zip(names, row) if q > 0.5] for row in p]
    p = sigmoid(z) / sigmoid(z).sum(axis=1, keepdims=True)
    return p, [[names[k]] for k in p.argmax(axis=1)]
