# loses: shift-steps
# says: M for k = 3
def shift_matrix(k, d):
    angle = k / 10_000 ** (2 * k * np.arange(d // 2) / d)
    cos, sin = np.diag(np.cos(angle)), np.diag(np.sin(angle))
    return np.block([[cos, -sin], [sin, cos]])
