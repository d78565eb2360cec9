# loses: band-many
# says: however many they are
def choose_band():
    # a second, narrow band around nine words
    W1 = np.ones((2, 5))
    b1 = np.array([-1.0, -3.0, -8.0, -9.0, -10.0])
    w2 = np.array([1.0, -2.0, 7.0, -12.0, 5.0])
    return W1, b1, w2, -0.5
