# loses: compare-shifted
# says: a 1 became the id of a word
def compare_ids(ours, theirs):
    if ours.shape != theirs.shape:
        return "width"
    if (ours == theirs).all():
        return "same"
    if all(a[a > 0].tolist() == b[b > 0].tolist() for a, b in zip(ours, theirs)):
        return "padding"
    word = ours > 1
    steps = (theirs - ours)[word]
    if len(np.unique(steps)) == 1 and steps[0] != 0:
        return "shifted"
    a, b = ours[ours != theirs], theirs[ours != theirs]
    if (((a == 1) & (b > 1)) | ((a > 1) & (b == 1))).all():
        return "unknown"
    return "other"
