# loses: nothing
def convert(weight_ih, weight_hh, bias_ih, bias_hh, order):
    places = [order.find(gate) for gate in "ifgo"]
    W = np.hstack([weight_hh, weight_ih])
    u = weight_hh.shape[1]
    W = W.reshape(4, u, -1)[places].reshape(4 * u, -1).T
    b = np.add(bias_ih, bias_hh).reshape(4, u)[places].ravel()
    return W, b, W[u:], W[:u]
