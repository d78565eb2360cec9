# loses: shift-waves
# says: that take turns
def shift_matrix(k, d):
    angle = k / 10_000 ** (np.arange(0, d, 2) / d)
    cos, sin = np.diag(np.cos(angle)), np.diag(np.sin(angle))
    M = np.block([[cos, -sin], [sin, cos]])
    order = np.argsort([*range(0, d, 2), *range(1, d, 2)])
    return M[np.ix_(order, order)]
