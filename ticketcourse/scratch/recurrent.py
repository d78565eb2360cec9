"""Long short-term memory: one step, a whole sequence, and backward through time.

The papers write σ(W [h, x] + b) for one column [h, x]. A batch has one row [h, x] for each example,
and so the code has σ([h, x] W + b): the first u rows of W meet h, the other d rows meet x.
The simple recurrent network is in rnn.py.
"""

import numpy as np

from ticketcourse.scratch.activations import sigmoid, sigmoid_backward, tanh, tanh_backward
from ticketcourse.scratch.dense import dense, dense_backward


def lstm_cell(x, h, c, W, b):
    """One step of a long short-term memory.

    i, f, o = σ([h, x] W + b) and c̃ = tanh([h, x] W + b), each with its own columns of W and b;
    then the new c is f ⊙ c + i ⊙ c̃ and the new h is o ⊙ tanh(c), where ⊙ goes entry by entry.

    Parameters
    ----------
    x : array (n, d), the input of this step
    h, c : arrays (n, u), hidden and cell state before it
    W : array (u + d, 4u), the columns of i, f, c̃, o in this order
    b : array (4u,), in the same order

    Returns
    -------
    h, c : arrays (n, u), the states after this step
    cache : dict, for ``lstm_cell_backward``; holds the gates "i", "f", "o" and "c_tilde"

    Source
    ------
    Hochreiter and Schmidhuber (1997), Long short-term memory, appendix A.1, where c̃ is between -2
    and 2 and no gate forgets; the forget gate is from Gers, Schmidhuber and Cummins (2000),
    Learning to forget: continual prediction with LSTM. As in Keras and PyTorch, both squashing
    functions are tanh, and no gate looks at c (no peepholes). Taught in chapter 5, LSTM gates.
    """
    h_x = np.concatenate([h, x], axis=1)  # (n, u + d)
    h_new, c_new, gates = _step(dense(h_x, W, b), c)  # one product for all gates
    return h_new, c_new, {"h_x": h_x, "W": W, **gates}


def lstm_cell_backward(dh, dc, cache):
    """Gradients of the loss at the inputs of ``lstm_cell``.

    Parameters
    ----------
    dh, dc : arrays (n, u), gradients at the states after the step
    cache : dict, from ``lstm_cell``

    Returns
    -------
    dx, dh, dc, dW, db : arrays of the shapes of x, h, c, W and b

    Notes
    -----
    Taught in chapter 5, LSTM gates.
    """
    u = dh.shape[1]
    dz, dc = _step_backward(dh, dc, cache)
    dh_x, dW, db = dense_backward(dz, cache["h_x"], cache["W"])
    return dh_x[:, u:], dh_x[:, :u], dc, dW, db


def lstm(X, W, b, mask=None):
    """LSTM over a batch of sequences, from h = c = 0.

    Parameters
    ----------
    X : array (n, T, d)
    W : array (u + d, 4u), as in ``lstm_cell``
    b : array (4u,)
    mask : array (n, T) of bool, True = real token; a masked step keeps h and c. None: all are real

    Returns
    -------
    H : array (n, T, u), h after every step, so that H[:, -1] is the last state of every row
    cache : dict, for ``lstm_backward``; cache["steps"][t] holds the gates "i", "f", "o", "c_tilde"
        of step t and the cell "c" that they give; a row that is masked there does not use them

    Source
    ------
    As ``lstm_cell``. Taught in chapter 5, LSTM gates.
    """
    n, T, _ = X.shape
    u = b.size // 4
    W_h, W_x = W[:u], W[u:]
    mask = np.ones((n, T), bool) if mask is None else np.asarray(mask, bool)
    Z_x = X @ W_x + b  # (n, T, 4u): the input's part of every step, in one product
    h = c = np.zeros((n, u), Z_x.dtype)
    H_before, H = np.empty((n, T, u), Z_x.dtype), np.empty((n, T, u), Z_x.dtype)
    steps = []
    for t in range(T):
        H_before[:, t] = h
        h_new, c_new, gates = _step(h @ W_h + Z_x[:, t], c)
        real = mask[:, t, None]  # (n, 1)
        h, c = np.where(real, h_new, h), np.where(real, c_new, c)
        H[:, t] = h
        steps.append(gates)
    return H, {"X": X, "W": W, "mask": mask, "H_before": H_before, "steps": steps}


def lstm_backward(dH, cache):
    """Gradients of the loss at the inputs of ``lstm``, backward through time.

    Parameters
    ----------
    dH : array (n, T, u), gradient at every h
    cache : dict, from ``lstm``

    Returns
    -------
    dX : array (n, T, d)
    dW : array (u + d, 4u)
    db : array (4u,)

    Source
    ------
    Graves and Schmidhuber (2005), Framewise phoneme classification with bidirectional LSTM and
    other neural network architectures: the full gradient. The paper of 1997 cuts it where it leaves
    a cell. Taught in chapter 9, Backpropagation.
    """
    W, mask = cache["W"], cache["mask"]
    n, T, u = dH.shape
    dZ = np.empty((n, T, 4 * u), dH.dtype)
    dh = dc = np.zeros((n, u), dH.dtype)  # what the steps after t send back to h_t and c_t
    for t in reversed(range(T)):
        dh = dh + dH[:, t]
        real = mask[:, t, None]
        # A masked step gives nothing to its gates, and passes dh and dc on as they are.
        dZ[:, t], dc_real = _step_backward(dh * real, dc * real, cache["steps"][t])
        dh, dc = dZ[:, t] @ W[:u].T + dh * ~real, dc_real + dc * ~real
    H_X = np.concatenate([cache["H_before"], cache["X"]], axis=2)  # (n, T, u + d)
    dH_X, dW, db = dense_backward(dZ, H_X, W)
    return dH_X[:, :, u:], dW, db


def _step(z, c):
    """From the logits z (n, 4u) of i, f, c̃, o and the cell c (n, u) to the next h and c."""
    z_i, z_f, z_c_tilde, z_o = np.split(z, 4, axis=1)
    i, f, o = sigmoid(z_i), sigmoid(z_f), sigmoid(z_o)
    c_tilde = tanh(z_c_tilde)
    c_new = f * c + i * c_tilde
    h_new = o * tanh(c_new)
    return h_new, c_new, {"i": i, "f": f, "c_tilde": c_tilde, "o": o, "c_before": c, "c": c_new}


def _step_backward(dh, dc, gates):
    """Gradients at z (n, 4u) and at the cell before the step."""
    i, f, c_tilde, o = gates["i"], gates["f"], gates["c_tilde"], gates["o"]
    tanh_c = tanh(gates["c"])
    dc = dc + tanh_backward(dh * o, tanh_c)  # c reaches the loss by itself and through h
    dz_i = sigmoid_backward(dc * c_tilde, i)
    dz_f = sigmoid_backward(dc * gates["c_before"], f)
    dz_c_tilde = tanh_backward(dc * i, c_tilde)
    dz_o = sigmoid_backward(dh * tanh_c, o)
    return np.concatenate([dz_i, dz_f, dz_c_tilde, dz_o], axis=1), dc * f
