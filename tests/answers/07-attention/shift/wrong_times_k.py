# loses: shift-steps
# says: k times the matrix
def shift_matrix(k, d):
    angle = 1 / 10_000 ** (np.arange(0, d, 2) / d)
    cos, sin = np.diag(np.cos(angle)), np.diag(np.sin(angle))
    return k * np.block([[cos, -sin], [sin, cos]])
