"""Attention: every position asks all positions of a memory, and gets a weighted mean of them."""

import math

import numpy as np

from ticketcourse.scratch.activations import softmax, softmax_backward
from ticketcourse.scratch.dense import dense, dense_backward


def attention(Q, K, V, mask=None):
    """Scaled dot-product attention, softmax(Q Kᵀ / √d_k) V.

    Parameters
    ----------
    Q : array (…, T, d_k), queries
    K : array (…, S, d_k), keys
    V : array (…, S, d_v), values, one for each key
    mask : array of bool that broadcasts to (…, T, S), True where the key is a real token; any other
        key gets weight 0. Where no key is real all get the same weight, a finite number without a
        meaning. None: all are real

    Returns
    -------
    context : array (…, T, d_v)
    cache : dict, for ``attention_backward``; cache["weights"] (…, T, S) adds up to 1 over the keys

    Source
    ------
    Vaswani et al. (2017), Attention is all you need, equation 1; the mask hides padding, in the
    paper it hides later words. Taught in chapter 7, Attention and the transformer block.
    """
    mask = True if mask is None else mask
    scores = Q @ K.swapaxes(-1, -2) / math.sqrt(Q.shape[-1])  # (…, T, S)
    # The lowest finite number and not -inf, of which alone softmax would make nan.
    scores = np.where(mask, scores, np.finfo(scores.dtype).min)
    weights = softmax(scores)
    return weights @ V, {"Q": Q, "K": K, "V": V, "mask": mask, "weights": weights}


def attention_backward(dcontext, cache):
    """Gradients of the loss at the inputs of ``attention``.

    Parameters
    ----------
    dcontext : array (…, T, d_v)
    cache : dict, from ``attention``

    Returns
    -------
    dQ, dK, dV : arrays of the shapes of Q, K and V

    Notes
    -----
    Taught in chapter 9, Backpropagation.
    """
    Q, K, V, weights = cache["Q"], cache["K"], cache["V"], cache["weights"]
    dV = weights.swapaxes(-1, -2) @ dcontext
    dweights = dcontext @ V.swapaxes(-1, -2)  # (…, T, S)
    dscores = np.where(cache["mask"], softmax_backward(dweights, weights), 0)
    dscores = dscores / math.sqrt(Q.shape[-1])
    return dscores @ K, dscores.swapaxes(-1, -2) @ Q, dV


def multi_head_attention(X, memory, params, n_heads, mask=None):
    """Attention by several heads, each with queries, keys and values of its own.

    Parameters
    ----------
    X : array (n, T, d), what asks
    memory : array (n, S, d), what is asked; X itself in self-attention
    params : dict of "W_Q", "W_K", "W_V", "W_O": arrays (d, d), and "b_Q", "b_K", "b_V", "b_O":
        arrays (d,). Head 0 has the first d_k columns of W_Q, W_K, W_V and rows of W_O, and so on
    n_heads : int, H; each head has size d_k = d / H
    mask : array (n, S) of bool, True where memory holds a real token; a row without any gives
        zeros. None: all are real

    Returns
    -------
    output : array (n, T, d)
    cache : dict, for ``multi_head_attention_backward``; cache["heads"]["weights"] is (n, H, T, S)

    Raises
    ------
    ValueError
        When n_heads does not divide d.

    Source
    ------
    Vaswani et al. (2017), Attention is all you need, section 3.2.2, with biases, which the paper
    has not. Taught in chapter 7, Attention and the transformer block.
    """
    mask = np.ones(memory.shape[:2], bool) if mask is None else mask
    Q = _split(dense(X, params["W_Q"], params["b_Q"]), n_heads)  # (n, H, T, d_k)
    K = _split(dense(memory, params["W_K"], params["b_K"]), n_heads)  # (n, H, S, d_k)
    V = _split(dense(memory, params["W_V"], params["b_V"]), n_heads)
    heads, heads_cache = attention(Q, K, V, mask[:, None, None, :])
    context = _join(heads)  # (n, T, d)
    any_real = mask.any(axis=1)[:, None, None]
    output = dense(context, params["W_O"], params["b_O"]) * any_real
    return output, {
        "X": X,
        "memory": memory,
        "params": params,
        "heads": heads_cache,
        "context": context,
        "any_real": any_real,
    }


def multi_head_attention_backward(doutput, cache):
    """Gradients of the loss at the inputs of ``multi_head_attention``.

    Parameters
    ----------
    doutput : array (n, T, d)
    cache : dict, from ``multi_head_attention``

    Returns
    -------
    dX : array (n, T, d)
    dmemory : array (n, S, d); in self-attention the gradient at X is dX + dmemory
    grads : dict of arrays, with the names of ``params``

    Notes
    -----
    Taught in chapter 9, Backpropagation.
    """
    X, memory, params = cache["X"], cache["memory"], cache["params"]
    n_heads = cache["heads"]["Q"].shape[1]
    doutput = doutput * cache["any_real"]
    dcontext, dW_O, db_O = dense_backward(doutput, cache["context"], params["W_O"])
    dQ, dK, dV = attention_backward(_split(dcontext, n_heads), cache["heads"])
    dX, dW_Q, db_Q = dense_backward(_join(dQ), X, params["W_Q"])
    dmemory_K, dW_K, db_K = dense_backward(_join(dK), memory, params["W_K"])
    dmemory_V, dW_V, db_V = dense_backward(_join(dV), memory, params["W_V"])
    grads = {"W_Q": dW_Q, "W_K": dW_K, "W_V": dW_V, "W_O": dW_O}
    grads |= {"b_Q": db_Q, "b_K": db_K, "b_V": db_V, "b_O": db_O}
    return dX, dmemory_K + dmemory_V, grads


def _split(X, n_heads):
    """From (n, T, d) to (n, H, T, d_k)."""
    n, T, d = X.shape
    return X.reshape(n, T, n_heads, d // n_heads).swapaxes(1, 2)


def _join(heads):
    """From (n, H, T, d_k) back to (n, T, d)."""
    n, n_heads, T, d_k = heads.shape
    return heads.swapaxes(1, 2).reshape(n, T, n_heads * d_k)
