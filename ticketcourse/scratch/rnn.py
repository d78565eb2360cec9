"""A simple recurrent network, forward and backward through time."""

import numpy as np

from ticketcourse.scratch.activations import tanh, tanh_backward
from ticketcourse.scratch.dense import dense_backward


def rnn(X, W, b, mask=None):
    """Simple recurrent network: h_t = tanh([h_{t-1}, x_t] W + b), from h_0 = 0.

    Parameters
    ----------
    X : array (n, T, d)
    W : array (u + d, u)
    b : array (u,)
    mask : array (n, T) of bool, True = real token; a masked step keeps h. None: all are real

    Returns
    -------
    H : array (n, T, u), h after every step
    cache : dict, for ``rnn_backward``

    Source
    ------
    Elman (1990), Finding structure in time. There h_0 is 0.5 and h is bounded by 0 and 1; tanh and
    h_0 = 0 are the frameworks' choice. Taught in chapter 5, LSTM gates.
    """
    n, T, _ = X.shape
    u = b.size
    W_h, W_x = W[:u], W[u:]
    mask = np.ones((n, T), bool) if mask is None else np.asarray(mask, bool)
    Z_x = X @ W_x + b  # (n, T, u): the input's part of every step, in one product
    h = np.zeros((n, u), Z_x.dtype)
    H_before, H = np.empty_like(Z_x), np.empty_like(Z_x)
    for t in range(T):
        H_before[:, t] = h
        h = np.where(mask[:, t, None], tanh(h @ W_h + Z_x[:, t]), h)
        H[:, t] = h
    return H, {"X": X, "W": W, "mask": mask, "H_before": H_before, "H": H}


def rnn_backward(dH, cache):
    """Gradients of the loss at the inputs of ``rnn``, given its gradient dH at every h.

    Parameters
    ----------
    dH : array (n, T, u)
    cache : dict, from ``rnn``

    Returns
    -------
    dX : array (n, T, d)
    dW : array (u + d, u)
    db : array (u,)

    Source
    ------
    Werbos (1990), Backpropagation through time: what it does and how to do it.
    Taught in chapter 5, LSTM gates.
    """
    X, W, mask, H = cache["X"], cache["W"], cache["mask"], cache["H"]
    u = H.shape[2]
    dZ = np.empty_like(H)
    dh = np.zeros_like(H[:, 0])  # what the steps after t send back to h_t
    for t in reversed(range(H.shape[1])):
        dh = dh + dH[:, t]
        real = mask[:, t, None]
        dZ[:, t] = tanh_backward(dh * real, H[:, t])
        dh = dZ[:, t] @ W[:u].T + dh * ~real  # a masked step passes dh on as it is
    H_X = np.concatenate([cache["H_before"], X], axis=2)  # (n, T, u + d)
    dH_X, dW, db = dense_backward(dZ, H_X, W)
    return dH_X[:, :, u:], dW, db
