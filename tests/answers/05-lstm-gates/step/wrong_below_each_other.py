# loses: step-gates step-candidate step-cell step-hidden
# says: Put h and x side by side
def coupled_step(x, h, c, W, b):
    z_f, z_g, z_o = np.split(np.concatenate([h, x]) @ W + b, 3, axis=1)
    f, c_tilde, o = sigmoid(z_f), np.tanh(z_g), sigmoid(z_o)
    new = f * c + (1 - f) * c_tilde
    return f, c_tilde, o, new, o * np.tanh(new)
