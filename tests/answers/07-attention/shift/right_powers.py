# loses: nothing
def shift_matrix(k, d):
    angle = 10_000 ** (-np.arange(0, d, 2) / d)
    cos, sin = np.diag(np.cos(angle)), np.diag(np.sin(angle))
    return np.linalg.matrix_power(np.block([[cos, -sin], [sin, cos]]), k)
