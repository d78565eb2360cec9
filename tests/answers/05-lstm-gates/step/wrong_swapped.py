# loses: step-cell
# says: f keeps the old cell
def coupled_step(x, h, c, W, b):
    u = h.shape[1]
    z = np.concatenate([h, x], axis=1) @ W + b
    f, c_tilde, o = sigmoid(z[:, :u]), np.tanh(z[:, u:2 * u]), sigmoid(z[:, 2 * u:])
    new = (1 - f) * c + f * c_tilde
    return f, c_tilde, o, new, o * np.tanh(new)
