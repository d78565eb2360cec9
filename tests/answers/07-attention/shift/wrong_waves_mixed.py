# loses: shift-waves
# says: mixes different waves
def shift_matrix(k, d):
    angle = k / 10_000 ** (np.arange(0, d, 2) / d)  # (d / 2,)
    cos, sin = np.diag(np.cos(angle)), np.outer(np.sin(angle), np.ones(d // 2))
    return np.block([[cos, -sin], [sin, cos]])
