# loses: convert-biases
# says: changed the array
def convert(weight_ih, weight_hh, bias_ih, bias_hh, order):
    bias_ih += bias_hh
    u = len(bias_ih) // 4
    rows = np.concatenate([np.arange(u) + u * order.index(gate) for gate in "ifgo"])
    ih, hh = weight_ih[rows], weight_hh[rows]
    return np.vstack([hh.T, ih.T]), bias_ih[rows], ih.T, hh.T
