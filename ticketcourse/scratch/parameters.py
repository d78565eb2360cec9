"""The parameters of a part that is made of parts: one flat dict of named arrays.

A dot leads from a part to a part of it: "attention.W_Q" is the W_Q of the attention. Gradients
come back in a dict with the same names, which is what an optimizer needs.
"""

import math

import numpy as np


def part(params, name):
    """Take the parameters of one part out of those of the whole.

    Parameters
    ----------
    params : dict of arrays
    name : str, the name of the part, without the dot

    Returns
    -------
    dict of the same arrays, with the names that they have inside the part

    Notes
    -----
    Taught in chapter 8, Loss and forward pass.
    """
    start = name + "."
    return {key[len(start) :]: array for key, array in params.items() if key.startswith(start)}


def prefixed(name, params):
    """Put the name of a part before the names of its arrays; the opposite of ``part``.

    Parameters
    ----------
    name : str, the name of the part, without the dot
    params : dict of arrays

    Returns
    -------
    dict of the same arrays

    Notes
    -----
    Taught in chapter 8, Loss and forward pass.
    """
    return {f"{name}.{key}": array for key, array in params.items()}


def texts_and_attention(join, texts):
    """Tell which texts a classifier reads and whether they ask each other.

    Parameters
    ----------
    join : "attention" or "concatenation"
    texts : "both", "description" or "resolution"

    Returns
    -------
    texts_read : tuple of "description", "resolution" or both
    attends : bool; False for one text alone, whatever ``join`` is

    Raises
    ------
    ValueError
        When join or texts is none of these.
    """
    if join not in ("attention", "concatenation"):
        raise ValueError(f'join is {join!r}: give "attention" or "concatenation"')
    if texts not in ("both", "description", "resolution"):
        raise ValueError(f'texts is {texts!r}: give "both", "description" or "resolution"')
    if texts == "both":
        return ("description", "resolution"), join == "attention"
    return (texts,), False


def classifier_shapes(
    V,
    L,
    *,
    encoder="lstm",
    embedding_dim=128,
    units=64,
    n_layers=1,
    texts="both",
    join="attention",
    pooling="max",
):
    """Name every parameter of the classifier, with its shape.

    Parameters
    ----------
    V, L : int, the number of ids and of labels
    encoder : "lstm" or "transformer"
    embedding_dim, units, n_layers : int, as in ``ticketcourse.ModelConfig``
    texts, join, pooling : str, as in ``ticketcourse.ModelConfig``

    Returns
    -------
    dict from name to shape (a tuple of int)

    Notes
    -----
    Taught in chapter 8, Loss and forward pass.
    """
    d, u = embedding_dim, units
    dim = 2 * u if encoder == "lstm" else d  # of the features
    one_encoder = {}
    for k in range(n_layers):
        if encoder == "lstm":
            one_encoder |= prefixed(f"lstm.{k}", _bilstm(d if k == 0 else dim, u))
        else:
            one_encoder |= prefixed(f"blocks.{k}", _block(d, u))
    if encoder == "transformer":
        one_encoder |= prefixed("norm", _norm(d))
    texts_read, attends = texts_and_attention(join, texts)
    shapes = {"embedding.E": (V, d)}
    for text in texts_read:
        shapes |= prefixed(f"{text}_encoder", one_encoder)
    for text in texts_read if attends else ():
        shapes |= prefixed(f"{text}_attention", _attention(dim))
    pooled_dim = len(texts_read) * (2 if pooling == "mean and max" else 1) * dim
    return shapes | {"classification.W": (pooled_dim, L), "classification.b": (L,)}


def initial_parameters(shapes, seed=0, dtype=np.float32):
    """Draw the values with which training starts.

    Matrices are uniform in ±√(6 / (rows + columns)), biases and shifts 0, scales 1. In an embedding
    table each entry is normal with deviation 0.1, and the row of padding is 0. The W of an LSTM is
    one matrix of 4u columns, and its forget gate too starts with the bias 0.

    Parameters
    ----------
    shapes : dict from name to shape, as ``classifier_shapes`` gives it
    seed : int
    dtype : float size of the arrays

    Returns
    -------
    dict of arrays

    Source
    ------
    Glorot and Bengio (2010), Understanding the difficulty of training deep feedforward neural
    networks, equation 16, for the matrices. Taught in chapter 2, Activations.
    """
    generator = np.random.default_rng(seed)
    params = {}
    for name, shape in shapes.items():
        if name.endswith(".E"):
            array = 0.1 * generator.standard_normal(shape)
            array[0] = 0
        elif len(shape) == 2:
            limit = math.sqrt(6 / sum(shape))
            array = generator.uniform(-limit, limit, shape)
        else:
            array = np.ones(shape) if name.endswith(".gamma") else np.zeros(shape)
        params[name] = array.astype(dtype)
    return params


def _bilstm(d, u):
    one_direction = {"W": (u + d, 4 * u), "b": (4 * u,)}
    return prefixed("forward", one_direction) | prefixed("backward", one_direction)


def _block(d, u):
    feed_forward = {"W1": (d, 4 * u), "b1": (4 * u,), "W2": (4 * u, d), "b2": (d,)}
    return (
        prefixed("attention_norm", _norm(d))
        | prefixed("attention", _attention(d))
        | prefixed("feed_forward_norm", _norm(d))
        | prefixed("feed_forward", feed_forward)
    )


def _norm(d):
    return {"gamma": (d,), "beta": (d,)}


def _attention(d):
    weights = {f"W_{role}": (d, d) for role in "QKVO"}
    return weights | {f"b_{role}": (d,) for role in "QKVO"}
