# loses: nothing
def most_units(d, limit, framework):
    def count(u):
        weights, biases = u * d + u * u, u * {"keras": 1, "pytorch": 2}[framework]
        return 4 * (weights + biases)

    return max(u for u in range(1, limit) if count(u) <= limit)
