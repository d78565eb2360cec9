# loses: nothing
def coupled_step(x, h, c, W, b):
    n, u = h.shape
    f, c_tilde, o = np.empty((n, u)), np.empty((n, u)), np.empty((n, u))
    for k in range(n):
        row = list(h[k]) + list(x[k])
        for j in range(u):
            sums = [b[m] + sum(v * W[r, m] for r, v in enumerate(row)) for m in (j, u + j, 2 * u + j)]
            f[k, j], o[k, j] = 1 / (1 + np.exp(-sums[0])), 1 / (1 + np.exp(-sums[2]))
            c_tilde[k, j] = np.tanh(sums[1])
    new = f * c + (1 - f) * c_tilde
    return f, c_tilde, o, new, np.tanh(new) * o
