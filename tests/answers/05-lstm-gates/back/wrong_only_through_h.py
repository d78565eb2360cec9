# loses: back-two-ways
# says: add the dc
def step_back(dh, dc, gates):
    i, f, g, o = gates["i"], gates["f"], gates["c_tilde"], gates["o"]
    t = np.tanh(gates["c"])
    total = dh * o * (1 - t ** 2)
    dz_i = total * g * i * (1 - i)
    dz_f = total * gates["c_before"] * f * (1 - f)
    dz_g = total * i * (1 - g ** 2)
    dz_o = dh * t * o * (1 - o)
    return dz_i, dz_f, dz_g, dz_o, total * f
