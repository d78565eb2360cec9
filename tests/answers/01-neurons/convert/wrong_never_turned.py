# loses: convert-pytorch convert-back convert-square
# says: PyTorch's weight as it is
def convert(weight, bias, source, target):
    known = {"numpy", "keras", "pytorch"}
    if source not in known or target not in known:
        raise ValueError("unknown library")
    return weight, bias
