# loses: convert-pytorch convert-back
# says: for Keras: you have PyTorch's weight as it is
def convert(weight, bias, source, target):
    known = {"numpy", "keras", "pytorch"}
    if source not in known or target not in known:
        raise ValueError("unknown library")
    if {source, target} == {"numpy", "pytorch"}:
        weight = weight.T
    return weight, bias
