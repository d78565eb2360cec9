# loses: nothing
def turn(X, mask):
    X_turned, n_read = X.copy(), np.zeros(mask.shape, int)
    for row in range(len(X)):
        places = np.flatnonzero(mask[row])
        X_turned[row, places] = X[row, places[::-1]]
        n_read[row, places] = range(len(places), 0, -1)
    return X_turned, n_read
