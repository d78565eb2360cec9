# loses: back-kept back-written back-shown
# says: is a sigmoid already
def step_back(dh, dc, gates):
    i, f, g, o = gates["i"], gates["f"], gates["c_tilde"], gates["o"]
    t = np.tanh(gates["c"])
    total = dc + dh * o * (1 - t ** 2)
    dz_i = total * g * sigmoid(i) * (1 - sigmoid(i))
    dz_f = total * gates["c_before"] * sigmoid(f) * (1 - sigmoid(f))
    dz_g = total * i * (1 - g ** 2)
    dz_o = dh * t * sigmoid(o) * (1 - sigmoid(o))
    return dz_i, dz_f, dz_g, dz_o, total * f
