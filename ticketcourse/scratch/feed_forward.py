"""The position-wise feed-forward layer: the same two dense layers at every time step."""

from ticketcourse.scratch.activations import gelu, gelu_backward, relu, relu_backward
from ticketcourse.scratch.dense import dense, dense_backward

_ACTIVATIONS = {"relu": (relu, relu_backward), "gelu": (gelu, gelu_backward)}


def feed_forward(X, params, activation="relu"):
    """Position-wise feed-forward layer, max(0, X W1 + b1) W2 + b2, or with GELU for max(0, ·).

    Parameters
    ----------
    X : array (n, T, d)
    params : dict of "W1": array (d, u), "b1": array (u,), "W2": array (u, d), "b2": array (d,)
    activation : "relu" or "gelu"

    Returns
    -------
    output : array (n, T, d)
    cache : dict, for ``feed_forward_backward``

    Raises
    ------
    KeyError
        When activation is neither of the two.

    Source
    ------
    Vaswani et al. (2017), Attention is all you need, equation 2, with ReLU; GELU is Hendrycks and
    Gimpel's (2016). Taught in chapter 7, Attention and the transformer block.
    """
    Z = dense(X, params["W1"], params["b1"])  # (n, T, u)
    h = _ACTIVATIONS[activation][0](Z)
    output = dense(h, params["W2"], params["b2"])
    return output, {"X": X, "Z": Z, "h": h, "params": params, "activation": activation}


def feed_forward_backward(doutput, cache):
    """Gradients of the loss at the inputs of ``feed_forward``.

    Parameters
    ----------
    doutput : array (n, T, d)
    cache : dict, from ``feed_forward``

    Returns
    -------
    dX : array (n, T, d)
    grads : dict of arrays, with the names of ``params``

    Notes
    -----
    Taught in chapter 9, Backpropagation.
    """
    params = cache["params"]
    dh, dW2, db2 = dense_backward(doutput, cache["h"], params["W2"])
    dZ = _ACTIVATIONS[cache["activation"]][1](dh, cache["Z"])
    dX, dW1, db1 = dense_backward(dZ, cache["X"], params["W1"])
    return dX, {"W1": dW1, "b1": db1, "W2": dW2, "b2": db2}
