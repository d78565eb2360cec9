# loses: compare-padding
# says: leave out all 0
def compare_ids(ours, theirs):
    if ours.shape != theirs.shape:
        return "width"
    if (ours == theirs).all():
        return "same"
    word = ours > 1
    steps = (theirs - ours)[word]
    if (ours == theirs)[~word].all() and (theirs[word] > 1).all() and len(set(steps.tolist())) == 1:
        return "shifted"
    a, b = ours[ours != theirs], theirs[ours != theirs]
    if (((a == 1) & (b > 1)) | ((a > 1) & (b == 1))).all():
        return "unknown"
    return "other"
