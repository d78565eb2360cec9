# loses: back-two-ways back-sums back-old-cell back-kept back-written back-shown
# says: you have 0
def step_back(dh, dc, gates):
    i, f, g, o = gates["i"], gates["f"], gates["c_tilde"], gates["o"]
    t = np.tanh(gates["c"])
    total = dc + dh * o * (1 - t ** 2)
    dz_i = 0 * dc
    dz_f = 0 * dc
    dz_g = 0 * dc
    dz_o = 0 * dc
    return dz_i, dz_f, dz_g, dz_o, 0 * dc
