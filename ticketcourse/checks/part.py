"""What a check knows about a function that learners write: its ideas, and the mistakes in each."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from inspect import signature
from itertools import combinations

import numpy as np

from ticketcourse.checks.expect import alike

# What an array may hold where bool, int or float is expected, in NumPy's letters.
_KINDS = {"b": "b", "i": "iu", "f": "fiubO"}


@dataclass(frozen=True)
class Idea:
    """One idea of a function, with inputs for which it matters.

    Parameters
    ----------
    inputs : callable
        Takes a `numpy.random.Generator`, returns the inputs of one call as a tuple. They are
        chosen so that each mistake below changes the answer: no square shapes, no zero state, no
        saturation, more than one step.
    mistakes : dict of str to str
        Each mistake's name, as the reference knows it, and the words that end the sentence
        "you have …".
    """

    inputs: Callable
    mistakes: dict


@dataclass(frozen=True)
class Part:
    """A function that learners write.

    Parameters
    ----------
    name : str
        The function's name, as in ``ticketcourse.scratch``.
    returns : str
        What stands after its `return`, such as ``"h, c"``.
    reference : callable
        ``reference(wrong, *inputs)`` is the function with the mistakes named in `wrong`, a set; it
        is right when the set is empty. It returns a tuple when `returns` has several names. The
        names of its inputs are those that a learner sees.
    ideas : dict of str to Idea
        Each idea under the words that a learner sees.
    """

    name: str
    returns: str
    reference: Callable
    ideas: dict

    @property
    def signature(self):
        """How the function is called and what it returns, such as ``relu(z) -> h``."""
        _, *inputs = signature(self.reference).parameters.values()
        return f"{self.name}({', '.join(map(str, inputs))}) -> {self.returns}"

    @cached_property
    def candidates(self):
        """Every set of at most two mistakes, the smallest first."""
        mistakes = [mistake for idea in self.ideas.values() for mistake in idea.mistakes]
        return [set(some) for size in range(3) for some in combinations(mistakes, size)]

    def answer(self, wrong, inputs):
        """What the function with these mistakes returns, as a tuple of one value for each name.

        None where the mistakes make it stop, as shapes that do not fit do.
        """
        try:
            with np.errstate(all="ignore"):  # some mistakes are an overflow
                answer = self.reference(wrong, *inputs)
        except Exception:  # two mistakes together may break the function in any way
            return None
        return answer if "," in self.returns else (answer,)


def same(answer, expected):
    """Whether two values are equal, numbers but for rounding.

    Arrays of int and of bool are that too when they are expected; any numbers will do for floats.
    """
    if isinstance(expected, dict) and isinstance(answer, dict):
        return answer.keys() == expected.keys() and all(
            same(answer[key], expected[key]) for key in expected
        )
    if not isinstance(expected, (np.ndarray, float)):
        return alike(answer, expected)
    expected = np.asarray(expected)
    try:
        answer = np.asarray(answer)
        numbers = answer.astype(float)
    except Exception:  # an object of the learner's may raise anything when it is read
        return False
    if expected.size and answer.dtype.kind not in _KINDS[expected.dtype.kind]:
        return False
    return answer.shape == expected.shape and np.allclose(
        numbers, expected, rtol=1e-6, atol=1e-9, equal_nan=True
    )
