# loses: nothing
def shift_matrix(k, d):
    M = np.zeros((d, d))
    half = d // 2
    for j in range(half):
        a = k * 10_000 ** (-2 * j / d)
        M[j, j] = M[j + half, j + half] = np.cos(a)
        M[j + half, j], M[j, j + half] = np.sin(a), -np.sin(a)
    return M
