# loses: fit-pytorch
# says: 3 units have 108
def most_units(d, limit, framework):
    biases = 1
    u = 1
    while 4 * (u + 1) * (d + u + 1 + biases) <= limit:
        u += 1
    return u
