# loses: step-cell
# says: 1 - f * c in place of 1 - f
def coupled_step(x, h, c, W, b):
    z_f, z_g, z_o = np.split(np.hstack([h, x]) @ W + b, 3, axis=1)
    f, c_tilde, o = sigmoid(z_f), np.tanh(z_g), sigmoid(z_o)
    kept = f * c
    new = kept + (1 - kept) * c_tilde
    return f, c_tilde, o, new, o * np.tanh(new)
