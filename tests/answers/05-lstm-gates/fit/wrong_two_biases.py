# loses: fit-keras fit-exact
# says: "keras" here, which has one
def most_units(d, limit, framework):
    biases = 2
    u = 1
    while 4 * (u + 1) * (d + u + 1 + biases) <= limit:
        u += 1
    return u
