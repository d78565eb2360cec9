# loses: convert-rows convert-keras
# says: transpose them
def convert(weight_ih, weight_hh, bias_ih, bias_hh, order):
    u = len(bias_ih) // 4
    rows = np.concatenate([np.arange(u) + u * order.index(gate) for gate in "ifgo"])
    ih, hh = weight_ih[rows], weight_hh[rows]
    return np.hstack([hh, ih]), (bias_ih + bias_hh)[rows], ih, hh
