# loses: step-gates
# says: stand side by side
def coupled_step(x, h, c, W, b):
    z_f, z_g, z_o = ((np.hstack([h, x]) @ W + b)[:, k::3] for k in range(3))
    f, c_tilde, o = sigmoid(z_f), np.tanh(z_g), sigmoid(z_o)
    new = f * c + (1 - f) * c_tilde
    return f, c_tilde, o, new, o * np.tanh(new)
