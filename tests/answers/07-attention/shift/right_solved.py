# loses: nothing
def shift_matrix(k, d):
    t = np.linspace(0, 0.1, d)[:, None]
    frequency = 10_000.0 ** (-np.arange(0, d, 2) / d)
    M = np.zeros((d, d))
    for j, f in enumerate(frequency):
        at = np.array([0.0, 1.0])[:, None] / f
        now = np.hstack([np.sin(at * f), np.cos(at * f)])
        later = np.hstack([np.sin((at + k) * f), np.cos((at + k) * f)])
        places = [j, j + d // 2]
        M[np.ix_(places, places)] = np.linalg.solve(now, later)
    return M
