# loses: fit-exact
# says: one unit fits exactly
def most_units(d, limit, framework):
    biases = 2 if framework == "pytorch" else 1
    u = 2
    while 4 * (u + 1) * (d + u + 1 + biases) <= limit:
        u += 1
    return u
