"""Masked pooling: one row of features for a whole text, from its real tokens alone."""

import numpy as np


def masked_max(X, mask):
    """Largest value of each feature over the real time steps.

    Parameters
    ----------
    X : array (n, T, d)
    mask : array (n, T) of bool, True = real token

    Returns
    -------
    array (n, d); zeros for a text without any real token

    Source
    ------
    Collobert et al. (2011), Natural language processing (almost) from scratch, the max layer.
    Taught in chapter 6, Bidirectional LSTM.
    """
    lowest = np.finfo(X.dtype).min
    pooled = np.where(mask[:, :, None], X, lowest).max(axis=1)
    return np.where(mask.any(axis=1)[:, None], pooled, 0)


def masked_max_backward(dpooled, X, mask):
    """Gradient of the loss at X, given its gradient at masked_max(X, mask).

    Parameters
    ----------
    dpooled : array (n, d)
    X : array (n, T, d)
    mask : array (n, T) of bool

    Returns
    -------
    array (n, T, d); steps with the same largest value share its gradient, as in torch.amax

    Notes
    -----
    Taught in chapter 9, Backpropagation.
    """
    largest = (masked_max(X, mask)[:, None] == X) & mask[:, :, None]  # (n, T, d)
    n_largest = np.maximum(largest.sum(axis=1, keepdims=True), 1).astype(X.dtype)
    return largest * dpooled[:, None] / n_largest


def masked_mean(X, mask):
    """Mean of each feature over the real time steps.

    Parameters
    ----------
    X : array (n, T, d)
    mask : array (n, T) of bool, True = real token

    Returns
    -------
    array (n, d); zeros for a text without any real token

    Notes
    -----
    Taught in chapter 4, Embeddings.
    """
    return (X * _shares(X, mask)).sum(axis=1)


def masked_mean_backward(dpooled, X, mask):
    """Gradient of the loss at X, given its gradient at masked_mean(X, mask).

    Parameters
    ----------
    dpooled : array (n, d)
    X : array (n, T, d)
    mask : array (n, T) of bool

    Returns
    -------
    array (n, T, d)

    Notes
    -----
    Taught in chapter 9, Backpropagation.
    """
    return _shares(X, mask) * dpooled[:, None]


def masked_last(X, mask):
    """Features of the last real time step.

    Parameters
    ----------
    X : array (n, T, d)
    mask : array (n, T) of bool, True = real token

    Returns
    -------
    array (n, d); zeros for a text without any real token

    Notes
    -----
    Taught in chapter 6, Bidirectional LSTM.
    """
    return (X * _is_last(mask)).sum(axis=1)


def masked_last_backward(dpooled, X, mask):
    """Gradient of the loss at X, given its gradient at masked_last(X, mask).

    Parameters
    ----------
    dpooled : array (n, d)
    X : array (n, T, d), of which nothing but the shape matters
    mask : array (n, T) of bool

    Returns
    -------
    array (n, T, d)

    Notes
    -----
    Taught in chapter 9, Backpropagation.
    """
    return _is_last(mask) * dpooled[:, None]


def _shares(X, mask):
    """What each step counts in the mean, (n, T, 1): 1 / length where there is a token, else 0."""
    length = np.maximum(mask.sum(axis=1, keepdims=True), 1)
    return (mask / length).astype(X.dtype)[:, :, None]


def _is_last(mask):
    """True at the last real step, (n, T, 1); nowhere in a row without any."""
    real_from_here = np.cumsum(mask[:, ::-1], axis=1)[:, ::-1]
    return (mask & (real_from_here == 1))[:, :, None]
