# loses: compare-width
# says: for three rows and two
def compare_ids(ours, theirs):
    if ours.shape[1] != theirs.shape[1]:
        return "width"
    if np.array_equal(ours, theirs):
        return "same"
    if all(a[a > 0].tolist() == b[b > 0].tolist() for a, b in zip(ours, theirs)):
        return "padding"
    word = ours > 1
    steps = (theirs - ours)[word]
    if (ours == theirs)[~word].all() and (theirs[word] > 1).all() and len(set(steps.tolist())) == 1:
        return "shifted"
    a, b = ours[ours != theirs], theirs[ours != theirs]
    if ((np.minimum(a, b) == 1) & (np.maximum(a, b) > 1)).all():
        return "unknown"
    return "other"
