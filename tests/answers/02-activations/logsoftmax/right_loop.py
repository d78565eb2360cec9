# loses: nothing
def log_softmax(z):
    out = np.empty(z.shape)
    for at in np.ndindex(z.shape[:-1]):
        row = z[at] - max(z[at])
        out[at] = row - np.log(sum(np.exp(row)))
    return out
