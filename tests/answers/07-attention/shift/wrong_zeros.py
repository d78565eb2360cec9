# loses: shift-one shift-steps shift-waves
# says: has no inverse
def shift_matrix(k, d):
    return np.zeros((d, d))
