"""Losses from logits, with their gradients; stable for logits of any size."""

import numpy as np

from ticketcourse.scratch.activations import sigmoid, softmax


def binary_cross_entropy(z, y, reduction="sum"):
    """Binary cross-entropy of independent labels, -Σ_l [y_l log p_l + (1 - y_l) log(1 - p_l)].

    Here p = σ(z), but the loss is computed from z: where p is rounded to 0 or 1, log p is lost,
    while ``max(z, 0) - z y + log(1 + e^(-|z|))``, which equals it, stays exact.

    Parameters
    ----------
    z : array (n, L), logits
    y : array (n, L), targets, 0 or 1
    reduction : "sum" adds up the labels of a ticket, as the formula says, and takes the mean over
        the n tickets; "mean" is L times smaller, the mean over tickets and labels, as frameworks do

    Returns
    -------
    float, in nats

    Raises
    ------
    ValueError
        If the reduction is neither of the two.

    Source
    ------
    Bishop (2006), Pattern recognition and machine learning, equation 4.90, for each label; there it
    is the sum over all examples. Taught in chapter 8, Loss and forward pass.
    """
    y = _targets(y, z)
    each = np.maximum(z, 0) - z * y + np.log1p(np.exp(-np.abs(z)))  # (n, L)
    return each.sum() / _divisor(z, reduction)


def binary_cross_entropy_backward(dloss, z, y, reduction="sum"):
    """Gradient of the loss at z: p - y, divided as ``binary_cross_entropy`` divides.

    Parameters
    ----------
    dloss : float, gradient at the output; 1 where it is the loss itself
    z, y, reduction : as in ``binary_cross_entropy``

    Returns
    -------
    array (n, L)

    Raises
    ------
    ValueError
        As ``binary_cross_entropy``.

    Notes
    -----
    Taught in chapter 9, Backpropagation.
    """
    return dloss * (sigmoid(z) - _targets(y, z)) / _divisor(z, reduction)


def softmax_cross_entropy(z, y):
    """Cross-entropy of one label out of L, -Σ_l y_l log p_l with p = softmax(z), mean over tickets.

    Parameters
    ----------
    z : array (n, L), logits
    y : array (n, L), target probabilities; each row adds up to 1

    Returns
    -------
    float, in nats

    Source
    ------
    Bishop (2006), Pattern recognition and machine learning, equation 4.108; there it is the sum
    over all examples. Taught in chapter 8, Loss and forward pass.
    """
    z = z - z.max(axis=1, keepdims=True)  # changes no probability, and keeps e^z from overflow
    log_p = z - np.log(np.exp(z).sum(axis=1, keepdims=True))
    return -(_targets(y, z) * log_p).sum() / len(z)


def softmax_cross_entropy_backward(dloss, z, y):
    """Gradient of the loss at z, (p - y) / n.

    Parameters
    ----------
    dloss : float, gradient at the output; 1 where it is the loss itself
    z, y : as in ``softmax_cross_entropy``

    Returns
    -------
    array (n, L)

    Notes
    -----
    Taught in chapter 9, Backpropagation.
    """
    return dloss * (softmax(z) - _targets(y, z)) / len(z)


def _targets(y, z):
    """The targets in the float size of the logits: those of another would change the gradient's."""
    return np.asarray(y, np.result_type(z, np.float32))


def _divisor(z, reduction):
    """By what the sum over tickets and labels is divided."""
    if reduction not in ("sum", "mean"):
        raise ValueError(f'reduction is {reduction!r}: give "sum" or "mean"')
    return len(z) if reduction == "sum" else z.size
