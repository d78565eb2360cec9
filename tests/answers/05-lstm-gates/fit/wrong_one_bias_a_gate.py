# loses: fit-keras fit-pytorch
# says: too few biases
def most_units(d, limit, framework):
    biases = 8 if framework == "pytorch" else 4
    u = 1
    while 4 * (u + 1) * (d + u + 1) + biases <= limit:
        u += 1
    return u
