# loses: convert-unknown
# says: stopped with AssertionError
def convert(weight, bias, source, target):
    known = {"numpy", "keras", "pytorch"}
    assert source in known and target in known
    if (source == "pytorch") != (target == "pytorch"):
        weight = weight.T
    return weight, bias
