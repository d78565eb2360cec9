# loses: fit-exact
# says: the limit itself still fits
def most_units(d, limit, framework):
    biases = 2 if framework == "pytorch" else 1
    u = 1
    if framework == "pytorch":
        limit = limit - 1
    while 4 * (u + 1) * (d + u + 1 + biases) <= limit:
        u += 1
    return u
