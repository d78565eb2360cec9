"""The transformer encoder: a block, and blocks on top of each other."""

from ticketcourse.scratch.attention import multi_head_attention, multi_head_attention_backward
from ticketcourse.scratch.feed_forward import feed_forward, feed_forward_backward
from ticketcourse.scratch.normalisation import layer_norm, layer_norm_backward
from ticketcourse.scratch.parameters import part, prefixed
from ticketcourse.scratch.positions import positions


def transformer_block(X, params, n_heads, mask=None):
    """Self-attention and a feed-forward layer, each behind a layer norm and beside a shortcut.

    X = X + attention(norm(X)), then X + feed_forward(norm(X)), with GELU. The paper of 2017 has
    norm(X + attention(X)) and so on; with the norm first, training is steadier.

    Parameters
    ----------
    X : array (n, T, d)
    params : dict of the parts' parameters, "attention_norm.gamma", "attention.W_Q",
        "feed_forward_norm.gamma", "feed_forward.W1" and so on
    n_heads : int, H
    mask : array (n, T) of bool, True = real token. None: all are real

    Returns
    -------
    output : array (n, T, d)
    cache : dict, for ``transformer_block_backward``

    Source
    ------
    Vaswani et al. (2017), Attention is all you need, section 3.1, with the norm first as in Xiong
    et al. (2020), On layer normalization in the transformer architecture, table 1, GELU (Hendrycks
    and Gimpel 2016) for ReLU, and no dropout.
    Taught in chapter 7, Attention and the transformer block.
    """
    cache = {}
    normed, cache["attention_norm"] = layer_norm(X, **part(params, "attention_norm"))
    attended, cache["attention"] = multi_head_attention(
        normed, normed, part(params, "attention"), n_heads, mask
    )
    X = X + attended
    normed, cache["feed_forward_norm"] = layer_norm(X, **part(params, "feed_forward_norm"))
    fed, cache["feed_forward"] = feed_forward(normed, part(params, "feed_forward"), "gelu")
    return X + fed, cache


def transformer_block_backward(doutput, cache):
    """Gradients of the loss at the inputs of ``transformer_block``.

    Parameters
    ----------
    doutput : array (n, T, d)
    cache : dict, from ``transformer_block``

    Returns
    -------
    dX : array (n, T, d)
    grads : dict of arrays, with the names of ``params``

    Notes
    -----
    Taught in chapter 9, Backpropagation.
    """
    dnormed, feed_forward_grads = feed_forward_backward(doutput, cache["feed_forward"])
    grads = prefixed("feed_forward", feed_forward_grads)
    dX, dgamma, dbeta = layer_norm_backward(dnormed, cache["feed_forward_norm"])
    grads |= {"feed_forward_norm.gamma": dgamma, "feed_forward_norm.beta": dbeta}
    dX = dX + doutput  # beside the layer there is the shortcut

    # The normed features are both what asks and what is asked.
    dqueries, dmemory, attention_grads = multi_head_attention_backward(dX, cache["attention"])
    grads |= prefixed("attention", attention_grads)
    dX_normed, dgamma, dbeta = layer_norm_backward(dqueries + dmemory, cache["attention_norm"])
    grads |= {"attention_norm.gamma": dgamma, "attention_norm.beta": dbeta}
    return dX + dX_normed, grads


def transformer_encoder(X, params, n_heads, n_layers=1, mask=None):
    """Embeddings plus positions, then transformer blocks, then a layer norm.

    Parameters
    ----------
    X : array (n, T, d)
    params : dict of the parameters of every block, "blocks.0.attention.W_Q" and so on, and
        "norm.gamma" and "norm.beta": arrays (d,)
    n_heads : int, H
    n_layers : int, the number of blocks
    mask : array (n, T) of bool, True = real token. None: all are real

    Returns
    -------
    output : array (n, T, d)
    cache : dict, for ``transformer_encoder_backward``

    Source
    ------
    As ``transformer_block``; the last norm is Xiong et al.'s. Vaswani et al. (2017) multiply the
    embeddings by √d (section 3.4), which is left out here.
    Taught in chapter 7, Attention and the transformer block.
    """
    _, T, d = X.shape
    X = X + positions(T, d).astype(X.dtype)
    blocks = []
    for k in range(n_layers):
        X, block_cache = transformer_block(X, part(params, f"blocks.{k}"), n_heads, mask)
        blocks.append(block_cache)
    output, norm = layer_norm(X, **part(params, "norm"))
    return output, {"blocks": blocks, "norm": norm}


def transformer_encoder_backward(doutput, cache):
    """Gradients of the loss at the inputs of ``transformer_encoder``.

    Parameters
    ----------
    doutput : array (n, T, d)
    cache : dict, from ``transformer_encoder``

    Returns
    -------
    dX : array (n, T, d)
    grads : dict of arrays, with the names of ``params``

    Notes
    -----
    Taught in chapter 9, Backpropagation.
    """
    dX, dgamma, dbeta = layer_norm_backward(doutput, cache["norm"])
    grads = {"norm.gamma": dgamma, "norm.beta": dbeta}
    for k in reversed(range(len(cache["blocks"]))):
        dX, block_grads = transformer_block_backward(dX, cache["blocks"][k])
        grads |= prefixed(f"blocks.{k}", block_grads)
    return dX, grads
