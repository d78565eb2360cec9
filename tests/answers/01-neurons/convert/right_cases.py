# loses: nothing
def convert(weight, bias, source, target):
    if source in ("numpy", "keras") and target in ("numpy", "keras"):
        return weight.copy(), bias.copy()
    if source == "pytorch" and target in ("numpy", "keras"):
        return np.array([weight[:, j] for j in range(weight.shape[1])]), bias.copy()
    if source in ("numpy", "keras") and target == "pytorch":
        return np.stack(list(weight), axis=1), bias.copy()
    raise ValueError(f"cannot move a layer from {source} to {target}")
