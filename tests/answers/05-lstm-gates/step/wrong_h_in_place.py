# loses: step-cell
# says: h: your function changed
def coupled_step(x, h, c, W, b):
    z_f, z_g, z_o = np.split(np.hstack([h, x]) @ W + b, 3, axis=1)
    f, c_tilde, o = sigmoid(z_f), np.tanh(z_g), sigmoid(z_o)
    new = f * c + (1 - f) * c_tilde
    h[:] = o * np.tanh(new)
    return f, c_tilde, o, new, h
