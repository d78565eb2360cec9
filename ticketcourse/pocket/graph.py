"""The classifier once more, in Tensors: its gradients come from the autograd.

Each function is the forward pass of the part of ``scratch`` with its name, for the LSTM encoder
with one layer; there is no backward pass to write. The pocket model was trained with it.
"""

import math

import numpy as np

from ticketcourse.scratch import Tensor, concatenate, part, token_mask

LOWEST = -1e300  # as good as -∞: e to the power of it is 0


def classifier(d_ids, r_ids, params, n_heads):
    """Compute the logits of a batch of tickets.

    Parameters
    ----------
    d_ids, r_ids : arrays (n, T) and (n, S) of int, as in ``scratch.classifier``
    params : dict of Tensor, with the names of ``scratch.classifier_shapes``
    n_heads : int, H, the heads of both attentions

    Returns
    -------
    Tensor (n, L), z
    """
    d_mask, r_mask = token_mask(d_ids), token_mask(r_ids)
    E = params["embedding.E"]
    D = bilstm(E[d_ids], part(params, "description_encoder.lstm.0"), d_mask)  # (n, T, 2u)
    R = bilstm(E[r_ids], part(params, "resolution_encoder.lstm.0"), r_mask)  # (n, S, 2u)
    D_answers = attention(D, R, part(params, "description_attention"), n_heads, r_mask)
    R_answers = attention(R, D, part(params, "resolution_attention"), n_heads, d_mask)
    pooled = [masked_max(D + D_answers, d_mask), masked_max(R + R_answers, r_mask)]
    return concatenate(pooled, axis=1) @ params["classification.W"] + params["classification.b"]


def bilstm(X, params, mask):
    """Read each text in both directions.

    Parameters
    ----------
    X : Tensor (n, T, d)
    params : dict of Tensor, as in ``scratch.bilstm``
    mask : array (n, T) of bool, True = real token

    Returns
    -------
    Tensor (n, T, 2u)
    """
    n, T = mask.shape
    t, length = np.arange(T), mask.sum(axis=1, keepdims=True)
    turned = np.arange(n)[:, None], np.where(t < length, length - 1 - t, t)  # as scratch.reverse
    H_forward = lstm(X, params["forward.W"], params["forward.b"], mask)
    H_reversed = lstm(X[turned], params["backward.W"], params["backward.b"], mask)
    return concatenate([H_forward, H_reversed[turned]], axis=2)


def lstm(X, W, b, mask):
    """Read each text from its first token to its last, from h = c = 0.

    Parameters
    ----------
    X : Tensor (n, T, d)
    W, b : Tensor (u + d, 4u) and (4u,), as in ``scratch.lstm_cell``
    mask : array (n, T) of bool, True = real token

    Returns
    -------
    Tensor (n, T, u), h after every step
    """
    n, T = mask.shape
    u = b.shape[0] // 4
    h = c = Tensor(np.zeros((n, u)))
    H = []
    for t in range(T):
        z = concatenate([h, X[:, t]], axis=1) @ W + b
        i, f, o = (z[:, k * u : (k + 1) * u].sigmoid() for k in (0, 1, 3))
        c_tilde = z[:, 2 * u : 3 * u].tanh()
        real = mask[:, t, None] * 1.0  # (n, 1)
        c = real * (f * c + i * c_tilde) + (1 - real) * c
        h = real * (o * c.tanh()) + (1 - real) * h
        H.append(h[:, None])
    return concatenate(H, axis=1)


def attention(X, memory, params, n_heads, mask):
    """Multi-head attention: every token of one text asks the other text.

    Parameters
    ----------
    X : Tensor (n, T, d), what asks
    memory : Tensor (n, S, d), what is asked
    params : dict of Tensor, as in ``scratch.multi_head_attention``
    n_heads : int, H
    mask : array (n, S) of bool, True where memory holds a real token

    Returns
    -------
    Tensor (n, T, d)
    """
    n, _, d = X.shape

    def heads(X, role):
        projected = X @ params[f"W_{role}"] + params[f"b_{role}"]
        return projected.reshape(n, -1, n_heads, d // n_heads).swapaxes(1, 2)  # (n, H, T, d_k)

    Q, K, V = heads(X, "Q"), heads(memory, "K"), heads(memory, "V")
    scores = Q @ K.swapaxes(2, 3) / math.sqrt(d // n_heads)  # (n, H, T, S)
    weights = (scores + np.where(mask, 0, LOWEST)[:, None, None]).softmax()
    context = (weights @ V).swapaxes(1, 2).reshape(n, -1, d)
    output = context @ params["W_O"] + params["b_O"]
    return output * mask.any(axis=1)[:, None, None]


def masked_max(X, mask):
    """Largest value of each feature over the real tokens.

    Parameters
    ----------
    X : Tensor (n, T, d)
    mask : array (n, T) of bool, True = real token

    Returns
    -------
    Tensor (n, d)
    """
    pooled = (X + np.where(mask, 0, LOWEST)[:, :, None]).max(axis=1)
    return pooled * mask.any(axis=1)[:, None]
