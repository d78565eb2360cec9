# loses: nothing
def which_end(alone, batch):
    words, found = batch[: alone.shape[0]], []
    for end, a, b in zip(
        ("forward", "backward"), np.split(alone, 2, axis=1), np.split(words, 2, axis=1)
    ):
        if not np.allclose(a, b, rtol=0, atol=1e-6):
            found.append(end)
    return "both" if len(found) == 2 else found[0] if found else "neither"
