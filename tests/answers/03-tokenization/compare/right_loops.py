# loses: nothing
def compare_ids(ours, theirs):
    if np.array_equal(ours, theirs):
        return "same"
    if ours.shape != theirs.shape:
        return "width"
    a, b = ours.tolist(), theirs.tolist()
    if [[i for i in row if i] for row in a] == [[i for i in row if i] for row in b]:
        return "padding"
    pairs = [(i, j) for one, other in zip(a, b) for i, j in zip(one, other)]
    special = all(i == j for i, j in pairs if min(i, j) < 2)
    steps = {j - i for i, j in pairs if min(i, j) >= 2}
    if special and len(steps) == 1:
        return "shifted"
    if all(sorted(pair)[0] == 1 and sorted(pair)[1] > 1 for pair in pairs if pair[0] != pair[1]):
        return "unknown"
    return "other"
