# loses: nothing
def step_back(dh, dc, gates):
    i, f, g, o = gates["i"], gates["f"], gates["c_tilde"], gates["o"]
    t = np.tanh(gates["c"])
    total = dh * o / np.cosh(gates['c']) ** 2 + dc
    dz_i = total * g * (i - i ** 2)
    dz_f = total * gates["c_before"] * f * (1 - f)
    dz_g = total * i * (1 - g ** 2)
    dz_o = (o - o ** 2) * dh * t
    return dz_i, dz_f, dz_g, dz_o, f * total
