# loses: nothing
def step_back(dh, dc, gates):
    do = dh * np.tanh(gates["c"])
    dtanh = dh * gates["o"]
    dnew = dtanh * (1 - np.tanh(gates["c"]) ** 2) + dc
    df, dbefore = dnew * gates["c_before"], dnew * gates["f"]
    di, dtilde = dnew * gates["c_tilde"], dnew * gates["i"]

    def sigmoid_slope(s):
        return s * (1 - s)

    return (di * sigmoid_slope(gates["i"]), df * sigmoid_slope(gates["f"]),
            dtilde * (1 - gates["c_tilde"] ** 2), do * sigmoid_slope(gates["o"]), dbefore)
