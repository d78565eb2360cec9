# loses: nothing
def step(E, C, w, c, drawn, alpha):
    x, real, others = E[w], C[c], C[drawn]
    z_real, z_drawn = (x * real).sum(axis=1), np.einsum("nd,nkd->nk", x, others)
    g_real, g_drawn = -sigmoid(-z_real), sigmoid(z_drawn)
    dE, dC = np.zeros(E.shape), np.zeros(C.shape)
    np.add.at(dE, w, g_real[:, None] * real + np.einsum("nk,nkd->nd", g_drawn, others))
    np.add.at(dC, c, g_real[:, None] * x)
    np.add.at(dC, drawn, g_drawn[:, :, None] * x[:, None])
    loss = np.logaddexp(0, -z_real) + np.logaddexp(0, z_drawn).sum(axis=1)
    return E - alpha * dE, C - alpha * dC, loss.mean()
