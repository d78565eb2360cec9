# loses: fit-pytorch fit-exact
# says: only the biases come twice
def most_units(d, limit, framework):
    biases = 2 if framework == "pytorch" else 1
    u = 1
    while 4 * (u + 1) * (d + u + 1 + 1) * biases <= limit:
        u += 1
    return u
