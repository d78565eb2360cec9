# loses: convert-rows convert-biases convert-order convert-keras
# says: are wrong
def convert(weight_ih, weight_hh, bias_ih, bias_hh, order):
    u = len(bias_ih) // 4
    rows = np.argsort(np.tile([["ifgo".index(g) for g in order]], u).ravel(), kind="stable")
    ih, hh = weight_ih[rows], weight_hh[rows]
    return np.vstack([hh.T, ih.T]), (bias_ih + bias_hh)[rows], ih.T, hh.T
