# loses: step-candidate
# says: the weighted sum of [x, h]
def coupled_step(x, h, c, W, b):
    z_f, z_g, z_o = np.split(np.hstack([h, x]) @ W + b, 3, axis=1)
    f, c_tilde, o = sigmoid(z_f), np.tanh(np.split(np.hstack([x, h]) @ W + b, 3, axis=1)[1]), sigmoid(z_o)
    new = f * c + (1 - f) * c_tilde
    return f, c_tilde, o, new, o * np.tanh(new)
