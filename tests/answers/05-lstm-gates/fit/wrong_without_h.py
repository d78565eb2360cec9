# loses: fit-keras fit-pytorch fit-exact
# says: that meet h
def most_units(d, limit, framework):
    biases = 2 if framework == "pytorch" else 1
    u = 1
    while 4 * (u + 1) * (d + biases) <= limit:
        u += 1
    return u
