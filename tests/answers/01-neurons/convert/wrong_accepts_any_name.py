# loses: convert-unknown
# says: the unknown source "jax"; raise a ValueError
def convert(weight, bias, source, target):
    if "pytorch" in (source, target):
        weight = weight.T
    return weight, bias
