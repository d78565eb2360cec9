# loses: step-cell
# says: changed the array
def coupled_step(x, h, c, W, b):
    z_f, z_g, z_o = np.split(np.hstack([h, x]) @ W + b, 3, axis=1)
    f, c_tilde, o = sigmoid(z_f), np.tanh(z_g), sigmoid(z_o)
    c *= f
    c += (1 - f) * c_tilde
    new = c
    return f, c_tilde, o, new, o * np.tanh(new)
