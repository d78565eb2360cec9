# loses: convert-keras convert-pytorch convert-back convert-square convert-unknown
# says: `convert` returned one array; end it with `return weight, bias`
def convert(weight, bias, source, target):
    known = {"numpy", "keras", "pytorch"}
    if source not in known or target not in known:
        raise ValueError("unknown library")
    if (source == "pytorch") != (target == "pytorch"):
        return weight.T
    return weight
