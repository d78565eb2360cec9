# loses: fit-keras
# says: more than a million
def most_units(d, limit, framework):
    biases = 2 if framework == "pytorch" else 1
    return max(u for u in range(1, 100) if 4 * u * (d + u + biases) <= limit)
