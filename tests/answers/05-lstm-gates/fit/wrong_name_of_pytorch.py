# loses: fit-pytorch
# says: `framework` is "pytorch"
def most_units(d, limit, framework):
    biases = 2 if framework == "PyTorch" else 1
    u = 1
    while 4 * (u + 1) * (d + u + 1 + biases) <= limit:
        u += 1
    return u
