# loses: band-many
# says: however many they are
def choose_band():
    # rises again from nine words on
    W1 = np.array([[1.0, 1.0, 1.0], [1.0, 1.0, 1.0]])
    b1 = np.array([-1.0, -3.0, -9.0])
    w2 = np.array([1.0, -2.0, 2.0])
    return W1, b1, w2, -0.5
