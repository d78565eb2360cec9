# loses: nothing
def most_units(d, limit, framework):
    a = d + {"keras": 1, "pytorch": 2}[framework]
    return np.floor((np.sqrt(a * a + limit) - a) / 2)
