# loses: fit-keras fit-pytorch
# says: rounded to the nearest
def most_units(d, limit, framework):
    a = d + (2 if framework == "pytorch" else 1)
    return round((-a + (a * a + limit) ** 0.5) / 2)
