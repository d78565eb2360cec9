"""The inputs of tests: drawn at random, and as a learner's function left them."""

import hashlib

import numpy as np

_seed = 0
_left = {}  # id of an argument: the argument, and what a learner's function made of it


def random_inputs():
    """Return a generator from which a test draws its inputs.

    In a notebook it is the same every time, so that a check says the same when it runs again. When
    an answer is graded, the numbers come from a secret of the instructor's and are other ones for
    each test: a table of known answers is worth nothing. A learner's code cannot read the seed.

    Returns
    -------
    rng : numpy.random.Generator
        At the beginning of its numbers, also when it is asked for twice in one test.

    Notes
    -----
    For hidden tests, and for visible ones whose inputs need not be read.

    Examples
    --------
    >>> rng = random_inputs()
    >>> X, w = rng.normal(size=(5, 3)), rng.normal(size=3)
    >>> X.shape, w.shape
    ((5, 3), (3,))
    """
    return np.random.default_rng(_seed)


def as_left(argument):
    """Return an argument as the last call of a learner's function that changed it left it.

    When an answer is graded, a learner's function works on a copy of what a test gives it, so that
    it cannot change what the test compares its answer with. A test of a function that is meant to
    change its arguments asks for them with this. In a notebook it returns the argument itself.

    Parameters
    ----------
    argument : object
        An array, list, dictionary, set or random generator that a learner's function was given.

    Returns
    -------
    object

    Examples
    --------
    >>> def halve(x):
    ...     x /= 2
    >>> x = np.array([4.0, 6.0])
    >>> halve(x)
    >>> as_left(x)
    array([2., 3.])
    """
    _, left = _left.get(id(argument), (None, argument))
    return left


def begin_test(seed):
    """Begin a test that is graded.

    Parameters
    ----------
    seed : str
        From which `random_inputs` draws in this test.
    """
    global _seed
    _seed = list(hashlib.sha256(seed.encode()).digest())
    _left.clear()


def leave(argument, left):
    """Note what a learner's function made of an argument.

    Parameters
    ----------
    argument, left : object
        What it was given, and a copy of that as it is after the call.
    """
    _left[id(argument)] = argument, left
