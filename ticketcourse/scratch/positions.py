"""Positions: a code that tells a transformer where in the text a token stands."""

import numpy as np


def positions(T, d):
    """Sine and cosine code of each position.

    Position t, counted from 0, has the angles t / 10000^(2k/d) for k = 0, …, d/2 - 1. Their sines
    stand in the first half of the columns, their cosines in the second.

    Parameters
    ----------
    T : int, time steps
    d : int, even, size of the code

    Returns
    -------
    array (T, d) of float64

    Source
    ------
    Vaswani et al. (2017), Attention is all you need, section 3.5, where sines and cosines take
    turns: the same code with its columns in another order.
    Taught in chapter 7, Attention and the transformer block.
    """
    frequency = 10_000.0 ** (-np.arange(0, d, 2) / d)  # (d/2,)
    angle = np.arange(T)[:, None] * frequency  # (T, d/2)
    return np.concatenate([np.sin(angle), np.cos(angle)], axis=1)
