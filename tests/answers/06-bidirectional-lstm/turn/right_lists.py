# loses: nothing
def turn(X, mask):
    X_turned, n_read = [], []
    for vectors, real in zip(X, mask):
        places = list(np.flatnonzero(real))
        row, counts = list(vectors), [0] * len(real)
        for i, place in enumerate(places):
            row[place] = vectors[places[-1 - i]]
            counts[place] = len(places) - i
        X_turned.append(row)
        n_read.append(counts)
    return X_turned, n_read
