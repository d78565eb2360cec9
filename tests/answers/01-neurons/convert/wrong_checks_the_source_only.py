# loses: convert-unknown
# says: the unknown target "Torch"
def convert(weight, bias, source, target):
    if source not in ("numpy", "keras", "pytorch"):
        raise ValueError("unknown library")
    if (source == "pytorch") != (target == "pytorch"):
        weight = weight.T
    return weight, bias
