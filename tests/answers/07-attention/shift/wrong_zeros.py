# loses: shift-one shift-steps shift-waves
# says: k has no effect
def shift_matrix(k, d):
    return np.zeros((d, d))
