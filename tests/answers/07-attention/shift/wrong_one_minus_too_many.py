# loses: shift-one
# says: M: 1 of 4
def shift_matrix(k, d):
    angle = k / 10_000 ** (np.arange(0, d, 2) / d)  # (d / 2,)
    cos, sin = np.diag(np.cos(angle)), np.diag(np.sin(angle))
    return np.block([[cos, -sin], [-sin, cos]])
