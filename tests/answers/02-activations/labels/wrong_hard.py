# loses: labels-several labels-one
# says: return the probability itself
def choose(z, names, several):
    if several:
        p = (z > 0) * 1.0
        return p, [[n for n, q in zip(names, row) if q > 0.5] for row in p]
    p = (z == z.max(axis=1, keepdims=True)) * 1.0
    return p, [[names[k]] for k in p.argmax(axis=1)]
