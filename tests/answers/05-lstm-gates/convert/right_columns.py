# loses: nothing
def convert(weight_ih, weight_hh, bias_ih, bias_hh, order):
    def ours(columns):
        blocks = dict(zip(order, np.split(columns, 4, axis=-1)))
        return np.concatenate([blocks[gate] for gate in "ifgo"], axis=-1)

    W = ours(np.vstack([weight_hh.T, weight_ih.T]))
    return W, ours(bias_ih + bias_hh), ours(weight_ih.T), ours(weight_hh.T)
