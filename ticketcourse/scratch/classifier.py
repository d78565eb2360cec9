"""The whole classifier: two texts in, one logit for each label out, forward and backward.

It is the network of ``ticketcourse.models.TorchModel``. There is no dropout: the same parameters
and ids always give the same logits.

The parameters are one flat dict of arrays. Their names follow ``TorchModel.state_dict()``, where X
is description or resolution, k counts layers from 0, and ᵀ transposes:

====================================  ====================================================
here                                  there
====================================  ====================================================
embedding.E                           embedding.weight
X_encoder.lstm.k.forward.W            X_encoder.lstm.k.forward_lstm: weight_hh_l0ᵀ above
                                      weight_ih_l0ᵀ
X_encoder.lstm.k.forward.b            X_encoder.lstm.k.forward_lstm: bias_hh_l0 + bias_ih_l0
X_encoder.lstm.k.backward.W, .b       the same of backward_lstm
X_encoder.blocks.k.attention_norm     X_encoder.blocks.k.attention_norm
X_encoder.blocks.k.attention          X_encoder.blocks.k.attention
X_encoder.blocks.k.feed_forward_norm  X_encoder.blocks.k.feed_forward.0
X_encoder.blocks.k.feed_forward       X_encoder.blocks.k.feed_forward: W1, b1 are 1, W2, b2 are 3
X_encoder.norm                        X_encoder.norm
X_attention                           X_attention
classification.W, .b                  classification.weightᵀ, .bias
====================================  ====================================================

In each dense layer W is weightᵀ and b is bias; in each norm gamma is weight and beta is bias; in
each attention W_Q, W_K, W_V, W_O are query, key, value, output. The columns of the gates stand in
the same order in both, i, f, g, o. PyTorch keeps two biases, of which only the sum has an effect.
Of a text that is not read there are no parameters, and without attention none of X_attention.
"""

import numpy as np

from ticketcourse.scratch.attention import multi_head_attention, multi_head_attention_backward
from ticketcourse.scratch.bidirectional import lstm_encoder, lstm_encoder_backward
from ticketcourse.scratch.dense import dense, dense_backward
from ticketcourse.scratch.embedding import embedding, embedding_backward
from ticketcourse.scratch.parameters import part, prefixed, texts_and_attention
from ticketcourse.scratch.pooling import (
    masked_max,
    masked_max_backward,
    masked_mean,
    masked_mean_backward,
)
from ticketcourse.scratch.text import token_mask
from ticketcourse.scratch.transformer import transformer_encoder, transformer_encoder_backward


def classifier(
    d_ids,
    r_ids,
    params,
    *,
    encoder="lstm",
    n_heads=4,
    n_layers=1,
    texts="both",
    join="attention",
    pooling="max",
):
    """Compute the logits of a batch of tickets.

    Both texts share one embedding table; each has an encoder of its own. Then every token of the
    description asks the resolution, and every token of the resolution asks the description. The
    largest value over time of each joined feature goes to the classification layer.

    Parameters
    ----------
    d_ids : array (n, T) of int, ids of the descriptions, 0 where there is no token
    r_ids : array (n, S) of int, ids of the resolutions
    params : dict of arrays, as ``classifier_shapes`` names them
    encoder : "lstm" or "transformer"
    n_heads : int, H, the heads of every attention
    n_layers : int, the LSTM layers, or transformer blocks, on top of each other
    texts : "both", or "description" or "resolution" alone, which asks no other text
    join : "attention", or "concatenation": without it, features are pooled as they are
    pooling : "max", or "mean and max", in this order and each of size dim

    Returns
    -------
    z : array (n, L), logits; the sigmoid gives p
    cache : dict, for ``classifier_backward``

    Raises
    ------
    ValueError
        When encoder, texts, join or pooling is none of these.

    Source
    ------
    Those of its parts; ``ticketcourse.models.TorchModel`` for how they are put together.
    Taught in chapter 8, Loss and forward pass.
    """
    if encoder not in ("lstm", "transformer"):
        raise ValueError(f'encoder is {encoder!r}: give "lstm" or "transformer"')
    if pooling not in ("max", "mean and max"):
        raise ValueError(f'pooling is {pooling!r}: give "max" or "mean and max"')
    texts_read, attends = texts_and_attention(join, texts)
    E = params["embedding.E"]
    ids = {"description": d_ids, "resolution": r_ids}
    masks = {text: token_mask(ids[text]) for text in texts_read}
    cache = {"encoder": encoder, "pooling": pooling, "params": params, "ids": ids, "masks": masks}

    def read(text):
        X, encoder_params = embedding(ids[text], E), part(params, f"{text}_encoder")  # X: (n, T, d)
        if encoder == "lstm":
            return lstm_encoder(X, encoder_params, n_layers, masks[text])
        return transformer_encoder(X, encoder_params, n_heads, n_layers, masks[text])

    def ask(X, memory, name, mask):
        return multi_head_attention(X, memory, part(params, name), n_heads, mask)

    H = {}  # of each text, (n, T, dim)
    for text in texts_read:
        H[text], cache[f"{text}_encoder"] = read(text)
    if attends:
        D, R = H["description"], H["resolution"]
        D_answers, d_cache = ask(D, R, "description_attention", masks["resolution"])
        R_answers, r_cache = ask(R, D, "resolution_attention", masks["description"])
        H = {"description": D + D_answers, "resolution": R + R_answers}
        cache |= {"description_attention": d_cache, "resolution_attention": r_cache}
    pooled = [_pool(H[text], masks[text], pooling) for text in texts_read]
    pooled = np.concatenate(pooled, axis=1)
    z = dense(pooled, params["classification.W"], params["classification.b"])
    return z, cache | {"joined": H, "pooled": pooled}


def classifier_backward(dz, cache):
    """Gradients of the loss at every parameter of the classifier.

    Parameters
    ----------
    dz : array (n, L), gradient at the logits
    cache : dict, from ``classifier``

    Returns
    -------
    grads : dict of arrays, with the names of ``params``; ids have no gradient

    Notes
    -----
    Taught in chapter 9, Backpropagation.
    """
    params, masks, joined = cache["params"], cache["masks"], cache["joined"]
    lstm = cache["encoder"] == "lstm"
    encoder_backward = lstm_encoder_backward if lstm else transformer_encoder_backward

    dpooled, dW, db = dense_backward(dz, cache["pooled"], params["classification.W"])
    grads = {"classification.W": dW, "classification.b": db}
    dpooled = dict(zip(joined, np.split(dpooled, len(joined), axis=1), strict=True))
    dH = {
        text: _pool_backward(dpooled[text], joined[text], masks[text], cache["pooling"])
        for text in joined
    }
    if "description_attention" in cache:
        dD, dR = dH["description"], dH["resolution"]
        dD_asks, dR_asked, d_grads = multi_head_attention_backward(
            dD, cache["description_attention"]
        )
        dR_asks, dD_asked, r_grads = multi_head_attention_backward(
            dR, cache["resolution_attention"]
        )
        # Features reach the loss in three ways: by the shortcut, as what asks, as what is asked.
        dH = {"description": dD + dD_asks + dD_asked, "resolution": dR + dR_asks + dR_asked}
        grads |= prefixed("description_attention", d_grads)
        grads |= prefixed("resolution_attention", r_grads)

    E = params["embedding.E"]
    dE = np.zeros_like(E)
    for text in joined:
        dX, encoder_grads = encoder_backward(dH[text], cache[f"{text}_encoder"])
        grads |= prefixed(f"{text}_encoder", encoder_grads)
        dE += embedding_backward(dX, cache["ids"][text], E)  # every text uses the same table
    return grads | {"embedding.E": dE}


def _pool(H, mask, pooling):
    """One row of features for each text: (n, dim), or (n, 2 dim)."""
    if pooling == "max":
        return masked_max(H, mask)
    return np.concatenate([masked_mean(H, mask), masked_max(H, mask)], axis=1)


def _pool_backward(dpooled, H, mask, pooling):
    """Gradient at the features H (n, T, dim)."""
    if pooling == "max":
        return masked_max_backward(dpooled, H, mask)
    dmean, dmax = np.split(dpooled, 2, axis=1)
    return masked_mean_backward(dmean, H, mask) + masked_max_backward(dmax, H, mask)
