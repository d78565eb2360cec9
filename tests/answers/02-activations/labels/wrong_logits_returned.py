# loses: labels-several labels-one
# says: put them through the sigmoid
def choose(z, names, several):
    if several:
        p = z
        return p, [[n for n, q in zip(names, row) if q > 0] for row in z]
    p = z
    return p, [[names[k]] for k in z.argmax(axis=1)]
