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
"""

import numpy as np

from ticketcourse.scratch.attention import multi_head_attention, multi_head_attention_backward
from ticketcourse.scratch.bidirectional import lstm_encoder, lstm_encoder_backward
from ticketcourse.scratch.dense import dense, dense_backward
from ticketcourse.scratch.embedding import embedding, embedding_backward
from ticketcourse.scratch.parameters import part, prefixed
from ticketcourse.scratch.pooling import masked_max, masked_max_backward
from ticketcourse.scratch.text import token_mask
from ticketcourse.scratch.transformer import transformer_encoder, transformer_encoder_backward


def classifier(d_ids, r_ids, params, *, encoder="lstm", n_heads=4, n_layers=1):
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

    Returns
    -------
    z : array (n, L), logits; the sigmoid gives p
    cache : dict, for ``classifier_backward``

    Raises
    ------
    ValueError
        When encoder is neither of the two.

    Source
    ------
    Those of its parts; ``ticketcourse.models.TorchModel`` for how they are put together.
    Taught in chapter 8, Loss and forward pass.
    """
    if encoder not in ("lstm", "transformer"):
        raise ValueError(f'encoder is {encoder!r}: give "lstm" or "transformer"')
    E = params["embedding.E"]
    d_mask, r_mask = token_mask(d_ids), token_mask(r_ids)

    def read(ids, name, mask):
        X, encoder_params = embedding(ids, E), part(params, name)  # X: (n, T, d)
        if encoder == "lstm":
            return lstm_encoder(X, encoder_params, n_layers, mask)
        return transformer_encoder(X, encoder_params, n_heads, n_layers, mask)

    def ask(X, memory, name, mask):
        return multi_head_attention(X, memory, part(params, name), n_heads, mask)

    D, d_encoder = read(d_ids, "description_encoder", d_mask)  # (n, T, dim)
    R, r_encoder = read(r_ids, "resolution_encoder", r_mask)  # (n, S, dim)
    D_answers, d_attention = ask(D, R, "description_attention", r_mask)
    R_answers, r_attention = ask(R, D, "resolution_attention", d_mask)
    D_joined, R_joined = D + D_answers, R + R_answers
    pooled = np.concatenate([masked_max(D_joined, d_mask), masked_max(R_joined, r_mask)], axis=1)
    z = dense(pooled, params["classification.W"], params["classification.b"])
    return z, {
        "encoder": encoder,
        "params": params,
        "d_ids": d_ids,
        "r_ids": r_ids,
        "description_encoder": d_encoder,
        "resolution_encoder": r_encoder,
        "description_attention": d_attention,
        "resolution_attention": r_attention,
        "D_joined": D_joined,
        "R_joined": R_joined,
        "pooled": pooled,
    }


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
    params, d_ids, r_ids = cache["params"], cache["d_ids"], cache["r_ids"]
    D_joined, R_joined, pooled = cache["D_joined"], cache["R_joined"], cache["pooled"]
    lstm = cache["encoder"] == "lstm"
    encoder_backward = lstm_encoder_backward if lstm else transformer_encoder_backward

    dpooled, dW, db = dense_backward(dz, pooled, params["classification.W"])
    dD_pooled, dR_pooled = np.split(dpooled, 2, axis=1)  # (n, dim) each
    dD_joined = masked_max_backward(dD_pooled, D_joined, token_mask(d_ids))
    dR_joined = masked_max_backward(dR_pooled, R_joined, token_mask(r_ids))

    dD_asks, dR_asked, d_attention = multi_head_attention_backward(
        dD_joined, cache["description_attention"]
    )
    dR_asks, dD_asked, r_attention = multi_head_attention_backward(
        dR_joined, cache["resolution_attention"]
    )
    # Features reach the loss in three ways: by the shortcut, as what asks, as what is asked.
    dD, dR = dD_joined + dD_asks + dD_asked, dR_joined + dR_asks + dR_asked

    dX_d, d_encoder = encoder_backward(dD, cache["description_encoder"])
    dX_r, r_encoder = encoder_backward(dR, cache["resolution_encoder"])
    E = params["embedding.E"]  # both texts use it, so that its gradients add up
    dE = embedding_backward(dX_d, d_ids, E) + embedding_backward(dX_r, r_ids, E)
    return (
        {"embedding.E": dE}
        | prefixed("description_encoder", d_encoder)
        | prefixed("resolution_encoder", r_encoder)
        | prefixed("description_attention", d_attention)
        | prefixed("resolution_attention", r_attention)
        | {"classification.W": dW, "classification.b": db}
    )
