"""Run a learner's function and say in words how it ended, if not as it should."""

import linecache
import traceback

import numpy as np

from ticketcourse.checks.inputs import as_left

# What a slip in a function ends with. Others, such as `NotImplementedError`, say enough.
_SLIPS = ArithmeticError, AttributeError, LookupError, NameError, TypeError, ValueError
_HINTS = {
    "could not be broadcast together": "A sum or a maximum along an axis may need keepdims=True."
}


def call(function, *arguments, returns, hints=None):
    """Call a learner's function, check that it returned all its values, and return them.

    Parameters
    ----------
    function : callable
        What the learner wrote.
    *arguments
        What it is given.
    returns : str
        The names after `return` in the learner's function, such as ``"weights, biases"``.
    hints : dict of str to str, optional
        Known errors, each a part of what the error says and the sentence that helps with it, such
        as ``{"broadcast": "Keep the axis with keepdims=True."}``.

    Returns
    -------
    The function's answer: one value, or a tuple or list of as many as ``returns`` names.

    Raises
    ------
    AssertionError
        If the function returned nothing or another number of values, or stopped with an error of
        Python's or NumPy's; the message has the line, the shapes of the arrays that it got, and
        the hint.

    Notes
    -----
    Used in the tests of every assignment.

    Examples
    --------
    >>> def layer(X, W):
    ...     X @ W
    >>> call(layer, np.ones((2, 3)), np.ones((3, 1)), returns="Z")
    Traceback (most recent call last):
        ...
    AssertionError: `layer` returned nothing; end it with `return Z`.
    """
    name = _name(function)
    try:
        answer = function(*arguments)
    except _SLIPS as error:
        words = f"{name} stops with {_how(error, function, arguments)}"
        hints = (hints or {}) | _HINTS
        hint = next((hint for known, hint in hints.items() if known in str(error)), None)
        raise AssertionError(f"{words.rstrip(' .')}. {hint}" if hint else words) from error
    count = len(returns.split(","))
    if answer is None:
        what = "nothing"
    elif count == 1:
        return answer
    elif not isinstance(answer, (tuple, list)):
        what = "one array" if isinstance(answer, np.ndarray) else "one value"
    elif len(answer) != count:
        what = f"{len(answer)} value" + "s" * (len(answer) != 1)
    else:
        return answer
    raise AssertionError(f"{name} returned {what}; end it with `return {returns}`.")


def _how(error, function, arguments):
    kind = type(error).__name__
    words = f"an {kind}" if kind[0] in "AEIOU" else f"a {kind}"
    code = getattr(function, "__code__", None)
    lines = [
        linecache.getline(frame.filename, frame.lineno).strip()
        for frame in traceback.extract_tb(error.__traceback__)
        if code and frame.filename == code.co_filename and frame.name == code.co_name
    ]
    if lines and lines[-1]:
        words += f" in `{lines[-1]}`"
    if shapes := ", ".join(str(shape) for shape in _shapes(arguments)):
        words += f" on arrays of the shapes {shapes}"
    return f"{words}: {error}"


def expect_raises(error, function, *arguments, reason):
    """Check that a learner's function stops with a certain error.

    Parameters
    ----------
    error : type
        The class of the error, such as `ValueError`.
    function : callable
        What the learner wrote.
    *arguments
        What it is given.
    reason : str
        What is wrong with the arguments; it follows "for ".

    Raises
    ------
    AssertionError
        If the function returns, or stops with another error.

    Notes
    -----
    Taught in assignment 1.

    Examples
    --------
    >>> expect_raises(ValueError, abs, -1, reason="a negative number")
    Traceback (most recent call last):
        ...
    AssertionError: `abs` gave an answer for a negative number; raise a ValueError.
    """
    try:
        function(*arguments)
    except error:
        return
    except Exception as other:
        raise AssertionError(
            f"{_name(function)} stopped with {type(other).__name__} for {reason}; "
            f"raise a {error.__name__} instead."
        ) from other
    raise AssertionError(
        f"{_name(function)} gave an answer for {reason}; raise a {error.__name__}."
    )


def expect_unchanged(now, before, name):
    """Check that a learner's function left an array or a list as it was.

    Parameters
    ----------
    now, before : array or list
        What the function was given, after the call, and a copy from before it.
    name : str
        What the function calls it.

    Raises
    ------
    AssertionError
        If the two differ.

    Notes
    -----
    Used in the tests of every assignment.

    Examples
    --------
    >>> sizes = [2, 3, 1]
    >>> first = sizes.pop(0)
    >>> expect_unchanged(sizes, [2, 3, 1], "sizes")
    Traceback (most recent call last):
        ...
    AssertionError: sizes: your function changed the list that it was given; make a new one instead.
    """
    now = as_left(now)
    same = len(now) == len(before) and all(
        a is b or np.array_equal(a, b) for a, b in zip(now, before, strict=True)
    )
    if not same:
        what = "list" if isinstance(now, list) else "array"
        raise AssertionError(
            f"{name}: your function changed the {what} that it was given; make a new one instead."
        )


def _name(function):
    return f"`{getattr(function, '__name__', 'your function')}`"


def _shapes(arguments):
    """The shapes of all arrays, also of those in lists and tuples, in order."""
    for argument in arguments:
        if isinstance(argument, np.ndarray):
            yield argument.shape
        elif isinstance(argument, (list, tuple)):
            yield from _shapes(argument)
