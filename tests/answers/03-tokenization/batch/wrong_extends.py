# loses: batch-padding
# says: sequences: your function changed
def make_batch(sequences, max_length, n_tail):
    n_head = max_length - n_tail
    kept = []
    for own in sequences:
        if len(own) > max_length:
            own = own[:n_head] + own[len(own) - n_tail :]
        kept.append(own)
    T = max(len(own) for own in kept)
    for own in kept:
        own.extend([0] * (T - len(own)))
    ids = np.array(kept)
    return ids, ids > 0
