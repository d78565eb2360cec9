# loses: convert-order
# says: only one of the two biases
def convert(weight_ih, weight_hh, bias_ih, bias_hh, order):
    u = len(bias_ih) // 4
    rows = np.concatenate([np.arange(u) + u * order.index(gate) for gate in "ifgo"])
    ih, hh = weight_ih[rows], weight_hh[rows]
    return np.vstack([hh.T, ih.T]), bias_ih[rows] + bias_hh, ih.T, hh.T
