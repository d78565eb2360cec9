# loses: step-gates step-candidate step-cell step-hidden
# says: three blocks here
def coupled_step(x, h, c, W, b):
    z_i, z_f, z_g, z_o = np.split(np.hstack([h, x]) @ W + b, 4, axis=1)
    f, c_tilde, o = sigmoid(z_f), np.tanh(z_g), sigmoid(z_o)
    new = f * c + (1 - f) * c_tilde
    return f, c_tilde, o, new, o * np.tanh(new)
