# loses: step-candidate
# says: the columns of the forget gate
def coupled_step(x, h, c, W, b):
    z_f, z_g, z_o = np.split(np.hstack([h, x]) @ W + b, 3, axis=1)
    f, c_tilde, o = sigmoid(z_f), np.tanh(z_f), sigmoid(z_o)
    new = f * c + (1 - f) * c_tilde
    return f, c_tilde, o, new, o * np.tanh(new)
