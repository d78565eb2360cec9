# loses: fit-keras fit-pytorch fit-exact
# says: "keras" here
def most_units(d, limit, framework):
    biases = 1 if framework == "pytorch" else 2
    u = 1
    while 4 * (u + 1) * (d + u + 1 + biases) <= limit:
        u += 1
    return u
