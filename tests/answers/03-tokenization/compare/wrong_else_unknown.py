# loses: compare-other
# says: should be 'other'
def compare_ids(ours, theirs):
    if ours.shape != theirs.shape:
        return "width"
    if (ours == theirs).all():
        return "same"
    if all(a[a > 0].tolist() == b[b > 0].tolist() for a, b in zip(ours, theirs)):
        return "padding"
    word = ours > 1
    steps = (theirs - ours)[word]
    if (ours == theirs)[~word].all() and (theirs[word] > 1).all() and len(set(steps.tolist())) == 1:
        return "shifted"
    a, b = ours[ours != theirs], theirs[ours != theirs]
    return "unknown"
