# loses: convert-square
# says: no guess from its shape can do
def convert(weight, bias, source, target):
    known = {"numpy", "keras", "pytorch"}
    if source not in known or target not in known:
        raise ValueError("unknown library")
    if target == "pytorch":
        if weight.shape[0] != len(bias):
            weight = weight.T
    elif weight.shape[1] != len(bias):
        weight = weight.T
    return weight, bias
