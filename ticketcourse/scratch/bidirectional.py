"""A bidirectional LSTM: one reads the text from its start, another from its end."""

import numpy as np

from ticketcourse.scratch.parameters import part, prefixed
from ticketcourse.scratch.recurrent import lstm, lstm_backward


def reverse(X, mask):
    """Turn each row round by its own length; the padding on the right stays where it is.

    Doing it twice gives X again, and the gradient of a reversal is the reversed gradient.

    Parameters
    ----------
    X : array (n, T, d)
    mask : array (n, T) of bool, True = real token; all padding is on the right

    Returns
    -------
    array (n, T, d)

    Notes
    -----
    Taught in chapter 6, Bidirectional LSTM.
    """
    n, T, _ = X.shape
    length = np.sum(mask, axis=1)[:, None]  # (n, 1)
    t = np.arange(T)
    source = np.where(t < length, length - 1 - t, t)  # (n, T)
    return X[np.arange(n)[:, None], source]


def bilstm(X, params, mask=None):
    """Read each row in both directions and put the two states of each token side by side.

    Parameters
    ----------
    X : array (n, T, d)
    params : dict of "forward.W", "backward.W": arrays (u + d, 4u), and of "forward.b",
        "backward.b": arrays (4u,)
    mask : array (n, T) of bool, True = real token; all padding is on the right. None: all are real

    Returns
    -------
    H : array (n, T, 2u), the forward direction first; a padded step has no meaning
    cache : dict, for ``bilstm_backward``

    Source
    ------
    Schuster and Paliwal (1997), Bidirectional recurrent neural networks; with LSTM Graves and
    Schmidhuber (2005), Framewise phoneme classification with bidirectional LSTM and other neural
    network architectures. Taught in chapter 6, Bidirectional LSTM.
    """
    mask = np.ones(X.shape[:2], bool) if mask is None else mask
    H_forward, forward = lstm(X, params["forward.W"], params["forward.b"], mask)
    # Both texts keep their padding at the end, so that the same mask fits the reversed one.
    H_reversed, backward = lstm(reverse(X, mask), params["backward.W"], params["backward.b"], mask)
    H = np.concatenate([H_forward, reverse(H_reversed, mask)], axis=2)
    return H, {"forward": forward, "backward": backward, "mask": mask}


def bilstm_backward(dH, cache):
    """Gradients of the loss at the inputs of ``bilstm``.

    Parameters
    ----------
    dH : array (n, T, 2u)
    cache : dict, from ``bilstm``

    Returns
    -------
    dX : array (n, T, d)
    grads : dict of arrays, with the names of ``params``

    Notes
    -----
    Taught in chapter 9, Backpropagation.
    """
    mask, u = cache["mask"], dH.shape[2] // 2
    dX_forward, dW_forward, db_forward = lstm_backward(dH[:, :, :u], cache["forward"])
    dX_reversed, dW_backward, db_backward = lstm_backward(
        reverse(dH[:, :, u:], mask), cache["backward"]
    )
    grads = {
        "forward.W": dW_forward,
        "forward.b": db_forward,
        "backward.W": dW_backward,
        "backward.b": db_backward,
    }
    return dX_forward + reverse(dX_reversed, mask), grads


def lstm_encoder(X, params, n_layers=1, mask=None):
    """Bidirectional LSTMs on top of each other: each reads the states of the one below.

    Parameters
    ----------
    X : array (n, T, d)
    params : dict of the parameters of every layer, "lstm.0.forward.W" and so on
    n_layers : int
    mask : array (n, T) of bool, as in ``bilstm``

    Returns
    -------
    H : array (n, T, 2u)
    cache : list of the layers' caches, for ``lstm_encoder_backward``

    Source
    ------
    Graves, Mohamed and Hinton (2013), Speech recognition with deep recurrent neural networks.
    Taught in chapter 6, Bidirectional LSTM.
    """
    caches = []
    for k in range(n_layers):
        X, cache = bilstm(X, part(params, f"lstm.{k}"), mask)
        caches.append(cache)
    return X, caches


def lstm_encoder_backward(dH, caches):
    """Gradients of the loss at the inputs of ``lstm_encoder``.

    Parameters
    ----------
    dH : array (n, T, 2u)
    caches : list, from ``lstm_encoder``

    Returns
    -------
    dX : array (n, T, d)
    grads : dict of arrays, with the names of ``params``

    Notes
    -----
    Taught in chapter 9, Backpropagation.
    """
    grads = {}
    for k in reversed(range(len(caches))):
        dH, layer_grads = bilstm_backward(dH, caches[k])
        grads |= prefixed(f"lstm.{k}", layer_grads)
    return dH, grads
