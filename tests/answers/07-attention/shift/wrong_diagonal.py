# loses: shift-one
# says: zeros beside the diagonal
def shift_matrix(k, d):
    angle = k / 10_000 ** (np.arange(0, d, 2) / d)
    cos, sin = np.diag(np.cos(angle)), np.diag(np.sin(angle))
    return np.block([[cos, 0 * sin], [0 * sin, cos]])
