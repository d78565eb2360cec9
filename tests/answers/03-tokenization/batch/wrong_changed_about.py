# loses: batch-cut batch-no-tail
# says: head and tail changed about
def make_batch(sequences, max_length, n_tail):
    kept = []
    for own in sequences:
        if len(own) > max_length:
            head, tail = own[:n_tail], own[n_tail - max_length :]
            own = head + tail
        kept.append(own)
    T = max(len(own) for own in kept)
    ids = np.zeros((len(kept), T), dtype=int)
    for i, own in enumerate(kept):
        ids[i, : len(own)] = own
    return ids, ids != 0
