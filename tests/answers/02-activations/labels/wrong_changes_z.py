# loses: labels-one
# says: your function changed the array
def choose(z, names, several):
    if several:
        p = sigmoid(z)
        return p, [[n for n, q in zip(names, row) if q > 0.5] for row in p]
    z -= z.max(axis=1, keepdims=True)
    p = np.exp(z) / np.exp(z).sum(axis=1, keepdims=True)
    return p, [[names[k]] for k in p.argmax(axis=1)]
