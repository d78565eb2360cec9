# loses: step-gates
# says: h has a part
def coupled_step(x, h, c, W, b):
    u = h.shape[1]
    z = x @ W[u:] + b
    f, c_tilde, o = sigmoid(z[:, :u]), np.tanh(z[:, u:2 * u]), sigmoid(z[:, 2 * u:])
    new = f * c + (1 - f) * c_tilde
    return f, c_tilde, o, new, o * np.tanh(new)
