# loses: batch-cut batch-no-tail
# says: measure the width after it
def make_batch(sequences, max_length, n_tail):
    kept = []
    for own in sequences:
        if len(own) > max_length:
            head, tail = own[: max_length - n_tail], own[len(own) - n_tail :]
            own = head + tail
        kept.append(own)
    T = max(len(own) for own in sequences)
    ids = np.zeros((len(kept), T), dtype=int)
    for i, own in enumerate(kept):
        ids[i, : len(own)] = own
    return ids, ids != 0
