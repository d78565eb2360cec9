# loses: nothing
def compare(pooled, y, n_train):
    shares, best = {}, None
    for name in pooled:
        F = pooled[name]
        zero = F[:n_train][y[:n_train] == 0].mean(axis=0)
        one = F[:n_train][y[:n_train] == 1].mean(axis=0)
        right = 0
        for row, label in zip(F[n_train:], y[n_train:]):
            nearer_one = np.linalg.norm(row - one) < np.linalg.norm(row - zero)
            right += int(nearer_one) == int(label)
        shares[name] = right / (len(y) - n_train)
        if (
            best is None
            or shares[name] > shares[best]
            or (shares[name] == shares[best] and F.shape[1] < pooled[best].shape[1])
        ):
            best = name
    return shares, best
