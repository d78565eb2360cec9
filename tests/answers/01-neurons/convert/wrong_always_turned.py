# loses: convert-keras convert-square
# says: Keras keeps (d, u) as we do
def convert(weight, bias, source, target):
    known = {"numpy", "keras", "pytorch"}
    if source not in known or target not in known:
        raise ValueError("unknown library")
    return weight.T, bias
