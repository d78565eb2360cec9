# loses: nothing
def most_units(d, limit, framework):
    a = d + (2 if framework == "pytorch" else 1)
    # 4 u (u + a) <= limit
    u = int((-a + (a * a + limit) ** 0.5) / 2) + 2
    while 4 * u * (u + a) > limit:
        u -= 1
    return u
