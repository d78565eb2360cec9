"""Compare a learner's answer with the expected one and say in words what is wrong with it."""

import numpy as np


def expect_array(answer, expected, name, mistakes=None, rtol=1e-6, atol=1e-9):
    """Check that an answer equals the expected array, and name the mistake when it does not.

    Parameters
    ----------
    answer : array_like
        What the learner's code gave.
    expected : array_like
        The right answer; a number counts as an array of shape ().
    name : str
        What the learner calls the answer, such as ``"z"``; every message starts with it.
    mistakes : dict of str to array_like, optional
        Known wrong answers, each under the words that end the sentence "you have …", such as
        ``{"the weighted sum without its bias; add b": 0.8}``. The first that fits is named.
    rtol, atol : float
        Largest difference that still counts as equal: ``atol + rtol * abs(expected)``.

    Raises
    ------
    AssertionError
        If the answer is missing, is not made of numbers, equals a known mistake, has the wrong
        shape, contains NaN, is a multiple of the right one, or differs; the message says which.

    Notes
    -----
    Used in the tests of every assignment.

    Examples
    --------
    >>> expect_array(0.8, 1.1, "z", {"the weighted sum without its bias; add b": 0.8})
    Traceback (most recent call last):
        ...
    AssertionError: z: you have the weighted sum without its bias; add b.
    """
    expected = np.asarray(expected, dtype=float)
    answer = _numbers(answer, name)
    if _equal(answer, expected, rtol, atol):
        return
    for words, mistake in (mistakes or {}).items():
        if _equal(answer, np.asarray(mistake, dtype=float), rtol, atol):
            raise AssertionError(f"{name}: you have {words}.")
    _check_shape(answer, expected.shape, name)
    _check_nan(answer, name)

    if np.count_nonzero(expected) > 1:
        factor = (answer * expected).sum() / (expected**2).sum()
        # Zeros, and numbers that are nearly right, are described by where they differ.
        says_something = abs(factor) > 1e-3 and abs(factor - 1) > 1e-3
        if says_something and _equal(answer, factor * expected, rtol, atol):
            raise AssertionError(f"{name}: every number is {factor:.6g} times what it should be.")
    wrong = ~np.isclose(answer, expected, rtol=rtol, atol=atol)
    at = tuple(int(i) for i in np.argwhere(wrong)[0])
    place = f"at {list(at)} " if at else ""
    count = f"{wrong.sum()} of {wrong.size} numbers are wrong; the first " if at else "the number "
    raise AssertionError(
        f"{name}: {count}{place}is {answer[at]:.6g} and should be {expected[at]:.6g}, "
        f"a difference of {answer[at] - expected[at]:.3g}."
    )


def expect_equal(answer, expected, name, mistakes=None):
    """Check that an answer that is no array, such as a list of words, equals the expected one.

    Parameters
    ----------
    answer : object
        What the learner's code gave.
    expected : list, dict, str, int or bool
        The right answer.
    name : str
        What the learner calls the answer.
    mistakes : dict of str to object, optional
        Known wrong answers, each under the words that end the sentence "you have …". The first
        that fits is named.

    Raises
    ------
    AssertionError
        If the answer is missing, equals a known mistake, is of another type, or differs; the
        message says which, or where first.

    Notes
    -----
    Used in the tests of assignment 3.

    Examples
    --------
    >>> expect_equal(["fix", "System"], ["fix", "system"], "tokens")
    Traceback (most recent call last):
        ...
    AssertionError: tokens: item 1 is 'System' and should be 'system'.
    """
    if answer is None:
        raise AssertionError(f"{name}: got None; return it from your function.")
    if alike(answer, expected):
        return
    for words, mistake in (mistakes or {}).items():
        if alike(answer, mistake):
            raise AssertionError(f"{name}: you have {words}.")
    if type(answer) is not type(expected):
        raise AssertionError(
            f"{name}: expected a {type(expected).__name__}, got a {type(answer).__name__}."
        )
    if isinstance(expected, dict):
        for key in [*expected, *answer]:
            if key not in answer:
                raise AssertionError(f"{name}: there is no {key!r}.")
            if key not in expected:
                raise AssertionError(f"{name}: {key!r} should not be there.")
            if not alike(answer[key], expected[key]):
                raise AssertionError(
                    f"{name}: {key!r} has {answer[key]!r} and should have {expected[key]!r}."
                )
    if isinstance(expected, list):
        for i, (got, wanted) in enumerate(zip(answer, expected, strict=False)):
            if not alike(got, wanted):
                raise AssertionError(f"{name}: item {i} is {got!r} and should be {wanted!r}.")
        raise AssertionError(f"{name}: has {len(answer)} items and should have {len(expected)}.")
    raise AssertionError(f"{name}: is {answer!r} and should be {expected!r}.")


def alike(answer, expected):
    """Whether two values that are no arrays are equal, and what they hold is of one type.

    Parameters
    ----------
    answer : object
        What the learner's code gave; NumPy's numbers count as Python's.
    expected : list, dict, str, int, bool or None

    Returns
    -------
    bool
    """
    answer, expected = (
        value.item() if isinstance(value, np.generic) else value for value in (answer, expected)
    )
    if type(answer) is not type(expected):  # an object of another class may equal anything
        return False
    if isinstance(expected, list):
        return len(answer) == len(expected) and all(map(alike, answer, expected))
    if isinstance(expected, dict):
        return answer.keys() == expected.keys() and all(
            alike(answer[key], expected[key]) for key in expected
        )
    return answer == expected


def expect_shape(answer, shapes, name):
    """Check that an answer is made of numbers and has one of some shapes.

    Parameters
    ----------
    answer : array_like
        What the learner's code gave.
    shapes : tuple, or list of tuples
        The shape, or all that are right; the message names the first.
    name : str
        What the learner calls the answer.

    Raises
    ------
    AssertionError
        If the answer is missing, is not made of numbers, or has another shape.

    Notes
    -----
    For numbers that a learner chooses, before they are used: their values are checked by what they
    do.

    Examples
    --------
    >>> expect_shape([[1.5], [-3.0]], (2,), "w")
    Traceback (most recent call last):
        ...
    AssertionError: w: expected the shape (2,), got the shape (2, 1).
    """
    shapes = [shapes] if isinstance(shapes, tuple) else shapes
    answer = _numbers(answer, name)
    if answer.shape not in shapes:
        _check_shape(answer, shapes[0], name)


def expect_decisions(z, y, X, name, reason):
    """Check that a neuron or a network says yes and no to the right tickets.

    The answer to a ticket is yes where z > 0 and no elsewhere.

    Parameters
    ----------
    z : array_like, shape (n,)
        Weighted sums that the learner's weights give, one for each ticket.
    y : array_like of bool, shape (n,)
        The answers asked for.
    X : array_like, shape (n, d)
        The tickets; the message quotes the first that gets the wrong answer.
    name : str
        What is being judged, such as ``"your neuron"``.
    reason : str
        Why the answers are asked for; it ends the message.

    Raises
    ------
    AssertionError
        If z is missing, has the wrong shape or contains NaN, if every answer is the wrong way
        round, or if one is wrong.

    Notes
    -----
    Taught in chapter 1, Neurons.

    Examples
    --------
    >>> expect_decisions([1, 0.5], [True, False], [[2, 0], [5, 0]], "your neuron", "5 is too many")
    Traceback (most recent call last):
        ...
    AssertionError: your neuron says yes (z = 0.5) to the ticket x = [5, 0], but must say no: \
5 is too many.
    """
    y = np.asarray(y, dtype=bool)
    z = _numbers(z, "z")
    _check_shape(z, y.shape, "z")
    _check_nan(z, "z")
    wrong = (z > 0) != y
    if wrong.all() and y.any() and not y.all():
        raise AssertionError(
            f"{name} gives every ticket the wrong way round, yes for no: {reason}."
        )
    if wrong.any():
        i = int(np.argmax(wrong))
        said, asked = ("no", "yes") if y[i] else ("yes", "no")
        ticket = ", ".join(f"{count:g}" for count in np.asarray(X, dtype=float)[i])
        raise AssertionError(
            f"{name} says {said} (z = {z[i]:.6g}) to the ticket x = [{ticket}], "
            f"but must say {asked}: {reason}."
        )


def _numbers(answer, name):
    if answer is None:
        raise AssertionError(f"{name}: got None; return it from your function.")
    try:
        return np.asarray(answer, dtype=float)
    except Exception:  # an object of the learner's may raise anything when it is read
        raise AssertionError(
            f"{name}: expected numbers, got a {type(answer).__name__} that is not an array of them."
        ) from None


def _check_shape(answer, shape, name):
    if answer.shape != shape:
        what = f"the shape {shape}" if shape else "one number, shape ()"
        raise AssertionError(f"{name}: expected {what}, got the shape {answer.shape}.")


def _check_nan(answer, name):
    if np.isnan(answer).any():
        at = [int(i) for i in np.argwhere(np.isnan(answer))[0]]
        place = f", first at {at}" if at else ""
        raise AssertionError(f"{name}: contains NaN, not a number{place}.")


def _equal(answer, other, rtol, atol):
    return answer.shape == other.shape and np.allclose(answer, other, rtol=rtol, atol=atol)
