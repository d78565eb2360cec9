# loses: nothing
def coupled_step(x, h, c, W, b):
    u = h.shape[1]
    z = h @ W[:u] + x @ W[u:] + b
    f, c_tilde, o = sigmoid(z[:, :u]), np.tanh(z[:, u:2 * u]), sigmoid(z[:, 2 * u:])
    new = c_tilde + f * (c - c_tilde)
    return f, c_tilde, o, new, o * np.tanh(new)
