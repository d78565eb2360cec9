# loses: nothing
def choose_dimension(dims, scores, V, memory, margin):
    order = np.argsort(dims)
    dims, means = dims[order], scores[order].mean(axis=1)
    fits = dims * V * 16 <= memory
    dims, means = dims[fits], means[fits]
    d = dims[np.argmax(means >= means.max() - margin)]
    return d, 16 * V * d
