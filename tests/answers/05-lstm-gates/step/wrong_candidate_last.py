# loses: step-gates
# says: the order is f, candidate, o
def coupled_step(x, h, c, W, b):
    u = h.shape[1]
    z = np.concatenate([h, x], axis=1) @ W + b
    f, c_tilde, o = sigmoid(z[:, :u]), np.tanh(z[:, 2 * u:]), sigmoid(z[:, u:2 * u])
    new = f * c + (1 - f) * c_tilde
    return f, c_tilde, o, new, o * np.tanh(new)
