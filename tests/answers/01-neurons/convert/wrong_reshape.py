# loses: convert-pytorch convert-back convert-square
# says: a reshape, which cuts the rows anew
def convert(weight, bias, source, target):
    known = {"numpy", "keras", "pytorch"}
    if source not in known or target not in known:
        raise ValueError("unknown library")
    if "pytorch" in (source, target):
        weight = weight.reshape(weight.shape[::-1])
    return weight, bias
