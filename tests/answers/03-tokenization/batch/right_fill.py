# loses: nothing
def make_batch(sequences, max_length, n_tail):
    T = min(max_length, max(len(own) for own in sequences))
    ids = np.zeros((len(sequences), T), dtype=np.int64)
    mask = np.zeros((len(sequences), T), dtype=bool)
    for i, own in enumerate(sequences):
        if len(own) > max_length:
            ids[i, : T - n_tail] = own[: T - n_tail]
            if n_tail:
                ids[i, T - n_tail :] = own[-n_tail:]
            mask[i] = True
        else:
            ids[i, : len(own)] = own
            mask[i, : len(own)] = True
    return ids, mask
