# loses: nothing
def convert(weight_ih, weight_hh, bias_ih, bias_hh, order):
    u = len(bias_ih) // 4
    rows = np.concatenate([np.arange(u) + u * order.index(gate) for gate in "ifgo"])
    kernel, recurrent = weight_ih[rows].T, weight_hh[rows].T
    return np.concatenate([recurrent, kernel]), (bias_ih + bias_hh)[rows], kernel, recurrent
