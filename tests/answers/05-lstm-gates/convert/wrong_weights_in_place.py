# loses: convert-order
# says: weight_ih: your function changed
def convert(weight_ih, weight_hh, bias_ih, bias_hh, order):
    u = len(bias_ih) // 4
    rows = np.concatenate([np.arange(u) + u * order.index(gate) for gate in "ifgo"])
    weight_ih[:], weight_hh[:] = weight_ih[rows], weight_hh[rows]
    W = np.vstack([weight_hh.T, weight_ih.T])
    return W, (bias_ih + bias_hh)[rows], weight_ih.T, weight_hh.T
