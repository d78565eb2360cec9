# loses: convert-back convert-square
# says: PyTorch keeps (u, d)
def convert(weight, bias, source, target):
    known = {"numpy", "keras", "pytorch"}
    if source not in known or target not in known:
        raise ValueError("unknown library")
    if source == "pytorch":
        weight = weight.T
    return weight, bias
