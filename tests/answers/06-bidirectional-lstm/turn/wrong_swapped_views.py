# loses: turn-order turn-right turn-left
# says: had changed already
def turn(X, mask):
    X_turned, n_read = X.copy(), np.zeros(mask.shape, int)
    for row, real in enumerate(mask):
        places = np.flatnonzero(real)
        for a, b in zip(places[: len(places) // 2], places[::-1]):
            X_turned[row, a], X_turned[row, b] = X_turned[row, b], X_turned[row, a]
        n_read[row, places] = range(len(places), 0, -1)
    return X_turned, n_read
