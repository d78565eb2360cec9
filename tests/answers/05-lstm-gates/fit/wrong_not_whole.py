# loses: fit-keras fit-pytorch
# says: units are whole
def most_units(d, limit, framework):
    a = d + (2 if framework == "pytorch" else 1)
    return (-a + (a * a + limit) ** 0.5) / 2
