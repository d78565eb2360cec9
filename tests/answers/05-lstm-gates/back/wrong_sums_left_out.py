# loses: back-sums back-kept back-written
# says: you have 0
def step_back(dh, dc, gates):
    i, f, g, o = gates["i"], gates["f"], gates["c_tilde"], gates["o"]
    t = np.tanh(gates["c"])
    total = dc + dh * o * (1 - t ** 2)
    dz_i = 0 * dc
    dz_f = 0 * dc
    dz_g = 0 * dc
    dz_o = dh * t * o * (1 - o)
    return dz_i, dz_f, dz_g, dz_o, total * f
