# loses: compare-other
# says: the second row is shifted by 2
def compare_ids(ours, theirs):
    if ours.shape != theirs.shape:
        return "width"
    if (ours == theirs).all():
        return "same"
    if all(a[a > 0].tolist() == b[b > 0].tolist() for a, b in zip(ours, theirs)):
        return "padding"
    word = ours > 1
    steps = (theirs - ours)[word]
    if (ours == theirs)[~word].all() and (theirs[word] > 1).all() and all(len(set((b - a)[a > 1])) == 1 for a, b in zip(ours, theirs)):
        return "shifted"
    a, b = ours[ours != theirs], theirs[ours != theirs]
    if (((a == 1) & (b > 1)) | ((a > 1) & (b == 1))).all():
        return "unknown"
    return "other"
