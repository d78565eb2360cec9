# loses: step-batch
# says: += keeps one
def step(E, C, w, c, drawn, alpha):
    ids = np.column_stack([c, drawn])
    y = np.zeros(ids.shape)
    y[:, 0] = 1
    x, contexts = E[w], C[ids]
    z = (contexts * x[:, None]).sum(axis=2)
    g = sigmoid(z) - y
    E_new, C_new = E.copy(), C.copy()
    E_new[w] += -alpha * (g[:, :, None] * contexts).sum(axis=1)
    C_new[ids] += -alpha * g[:, :, None] * x[:, None]
    loss = -np.log(sigmoid(np.where(y == 1, z, -z))).sum(axis=1).mean()
    return E_new, C_new, loss
