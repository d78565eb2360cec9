# loses: fit-pytorch
# says: 3 units have 108
def most_units(d, limit, framework):
    u = 1
    while 4 * (u + 1) * (d + u + 2) + (8 if framework == "pytorch" else 0) <= limit:
        u += 1
    return u
