# loses: nothing
def weighted_mean(ids, E, weights):
    m = np.zeros((len(ids), E.shape[1]))
    for row, text in enumerate(ids):
        real = text[text != 0]
        if len(real):
            m[row] = np.average(E[real], axis=0, weights=weights[real])
    return m
