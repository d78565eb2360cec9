# loses: nothing
TURN = {"numpy": False, "keras": False, "pytorch": True}


def convert(weight, bias, source, target):
    try:
        turns = TURN[source], TURN[target]
    except KeyError as error:
        raise ValueError(f"unknown library {error}") from None
    for turn in turns:
        if turn:
            weight = np.swapaxes(weight, 0, 1)
    return weight, bias
