"""Positions: a code that tells a transformer where in the text a token stands."""

import numpy as np


def positions(T, d):
    """Sine and cosine code of each position.

    Position t has the angle t / 10000^(2k/d) for k = 0, …, d/2 - 1. The sines of all angles stand
    in the first half of the columns and the cosines in the second, as in the course's models; the
    paper writes them in turn. It is the same code with its columns in another order.

    Parameters
    ----------
    T : int, time steps
    d : int, even, size of the code

    Returns
    -------
    array (T, d)

    Source
    ------
    Vaswani et al. (2017), Attention is all you need, section 3.5.
    """
    frequency = 10_000.0 ** (-np.arange(0, d, 2) / d)  # (d/2,)
    angle = np.arange(T)[:, None] * frequency  # (T, d/2)
    return np.concatenate([np.sin(angle), np.cos(angle)], axis=1)
