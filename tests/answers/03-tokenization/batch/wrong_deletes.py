# loses: batch-cut
# says: sequences: your function changed
def make_batch(sequences, max_length, n_tail):
    kept = []
    for own in sequences:
        while len(own) > max_length:
            del own[max_length - n_tail]
        kept.append(own)
    T = max(len(own) for own in kept)
    ids = np.array([own + [0] * (T - len(own)) for own in kept])
    return ids, np.array([[t < len(own) for t in range(T)] for own in kept])
