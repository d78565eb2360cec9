# loses: nothing
def compare_ids(ours, theirs):
    if ours.shape != theirs.shape:
        return "width"
    difference = theirs - ours
    if not difference.any():
        return "same"
    if all(list(a[a > 0]) == list(b[b > 0]) for a, b in zip(ours, theirs)):
        return "padding"
    words = (ours > 1) & (theirs > 1)
    if not difference[~words].any() and np.ptp(difference[words]) == 0:
        return "shifted"
    one_unknown = (ours == 1) & (theirs > 1) | (theirs == 1) & (ours > 1)
    return "unknown" if one_unknown[difference != 0].all() else "other"
