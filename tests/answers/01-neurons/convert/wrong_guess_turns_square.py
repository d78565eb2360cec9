# loses: convert-square
# says: in a square layer too
def convert(weight, bias, source, target):
    known = {"numpy", "keras", "pytorch"}
    if source not in known or target not in known:
        raise ValueError("unknown library")
    has_units_in_columns = target != "pytorch"
    if has_units_in_columns:
        if weight.shape[0] == len(bias):
            weight = weight.T
    elif weight.shape[1] == len(bias):
        weight = weight.T
    return weight, bias
