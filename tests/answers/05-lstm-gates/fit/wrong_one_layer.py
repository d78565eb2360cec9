# loses: fit-keras fit-pytorch fit-exact
# says: a single dense layer
def most_units(d, limit, framework):
    biases = 2 if framework == "pytorch" else 1
    u = 1
    while 1 * (u + 1) * (d + u + 1 + biases) <= limit:
        u += 1
    return u
