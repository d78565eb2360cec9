"""The gradient by finite differences, against which a hand-written one is checked."""

import numpy as np


def numeric_gradient(function, x, step=1e-5):
    """Gradient of a function that gives one number, by central differences.

    Parameters
    ----------
    function : callable
        Takes an array of the shape of x, returns a number.
    x : array of float64, any shape
        Where the gradient is wanted; it is left as it is.
    step : float
        How far each number of x is moved, both ways. The error falls with its square until rounding
        takes over: 1e-5 gives about 9 digits where the function and x are of size 1.

    Returns
    -------
    gradient : array, the shape of x

    Notes
    -----
    Taught in chapter 9, Backpropagation.

    Examples
    --------
    >>> gradient = numeric_gradient(lambda w: (w**2).sum(), np.array([1.0, -3.0]))
    >>> gradient.round(6).tolist()
    [2.0, -6.0]
    """
    x = np.array(x, dtype=float)
    gradient = np.empty_like(x)
    for at in np.ndindex(x.shape):
        before = x[at]
        x[at] = before + step
        above = function(x)
        x[at] = before - step
        below = function(x)
        x[at] = before
        gradient[at] = (above - below) / (2 * step)
    return gradient
