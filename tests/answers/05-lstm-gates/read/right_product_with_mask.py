# loses: nothing
def read_on(X, mask, h, c, W, b):
    for t in range(mask.shape[1]):
        m = mask[:, t:t + 1].astype(float)
        h_new, c_new, _ = lstm_cell(X[:, t], h, c, W, b)
        h, c = m * h_new + (1 - m) * h, m * c_new + (1 - m) * c
    return h, c
