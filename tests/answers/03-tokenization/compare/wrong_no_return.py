# loses: compare-width compare-padding compare-shifted compare-unknown compare-other
# says: returned nothing
def compare_ids(ours, theirs):
    if ours.shape != theirs.shape:
        print("width")
        return
    if (ours == theirs).all():
        return print("same")
    if all(a[a > 0].tolist() == b[b > 0].tolist() for a, b in zip(ours, theirs)):
        return print("padding")
    word = ours > 1
    steps = (theirs - ours)[word]
    if (ours == theirs)[~word].all() and (theirs[word] > 1).all() and len(set(steps.tolist())) == 1:
        return print("shifted")
    a, b = ours[ours != theirs], theirs[ours != theirs]
    if (((a == 1) & (b > 1)) | ((a > 1) & (b == 1))).all():
        return print("unknown")
    return print("other")
