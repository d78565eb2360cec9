# loses: convert-rows convert-biases convert-order convert-keras
# says: Transpose first
def convert(weight_ih, weight_hh, bias_ih, bias_hh, order):
    u = len(bias_ih) // 4
    rows = np.concatenate([np.arange(u) + u * order.index(gate) for gate in "ifgo"])
    ih, hh = weight_ih[rows], weight_hh[rows]
    return np.vstack([hh, ih]).T, (bias_ih + bias_hh)[rows], ih.T, hh.T
