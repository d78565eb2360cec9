# loses: convert-keras convert-pytorch convert-back convert-square convert-unknown
# says: on arrays of the shapes
def convert(weight, bias, source, target):
    if source != "numpy" or "keras" or "pytorch":
        raise ValueError("unknown library")
    return weight.T, bias
