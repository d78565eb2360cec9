"""Try a learner's function on isolating inputs, and say which of its ideas are right."""

import copy
import traceback
from dataclasses import dataclass

import numpy as np

from ticketcourse.checks.expect import expect_array, expect_equal
from ticketcourse.checks.functions import call
from ticketcourse.checks.inputs import as_left
from ticketcourse.checks.part import same
from ticketcourse.checks.parts import PARTS

UNCHANGED = "inputs left unchanged"


@dataclass(frozen=True)
class Diagnosis:
    """What `diagnose` found.

    Attributes
    ----------
    signature : str
        How the function that was tried is called, and what it returns.
    findings : dict of str to str
        For each idea what is wrong with it, in a sentence; empty where it is right.
    """

    signature: str
    findings: dict

    @property
    def right(self):
        """Whether every idea is right."""
        return not any(self.findings.values())

    def __str__(self):
        n_right = sum(not finding for finding in self.findings.values())
        lines = [f"{self.signature}: {n_right} of {len(self.findings)} ideas are right."]
        lines += [
            f"  ✗ {idea}: {finding}" if finding else f"  ✓ {idea}"
            for idea, finding in self.findings.items()
        ]
        return "\n".join(lines)

    __repr__ = __str__

    def expect(self, *ideas):
        """Check that some ideas are right.

        Parameters
        ----------
        *ideas : str
            Names of ideas; all of them when none is given.

        Raises
        ------
        AssertionError
            If one of them is wrong; the message is what is wrong with the first.
        KeyError
            If the part has no such idea.
        """
        for idea in ideas or self.findings:
            if finding := self.findings[idea]:
                raise AssertionError(f"{idea}: {finding}")


def diagnose(part, function, seed=0):
    """Try a function that a learner wrote, and say what is right and which mistakes it makes.

    The function is called once for each idea, on inputs for which that idea matters. Then its
    answers are compared with those of a right function, of functions with one known mistake, and
    with two. A mistake is named when it explains all answers, or the one for its own idea; an
    answer that nothing explains is described by where it first differs from the right one, and by
    how much.

    Parameters
    ----------
    part : str
        What the function computes, such as ``"attention"``: a name in ``ticketcourse.scratch``.
    function : callable
        What the learner wrote; it takes the arguments of the function of that name there, and
        returns the same, without the cache. The first line of the diagnosis says both.
    seed : int
        Another seed gives other inputs.

    Returns
    -------
    diagnosis : Diagnosis
        Prints as a list of the ideas; its `expect` is a test.

    Raises
    ------
    ValueError
        If there is no such part; the message lists them.

    Examples
    --------
    >>> diagnose("relu", lambda z: abs(z))
    relu(z) -> h: 2 of 3 ideas are right.
      ✗ above and below 0: you have the size of z; give 0 below 0.
      ✓ any shape
      ✓ inputs left unchanged
    """
    if part not in PARTS:
        raise ValueError(f"There is no part {part!r}: give one of {', '.join(PARTS)}.")
    known = PARTS[part]
    trials = [
        _Trial(known, idea, function, np.random.default_rng([seed, number]))
        for number, idea in enumerate(known.ideas)
    ]
    explanations = _explanations(known, trials)
    findings = {trial.idea: _finding(known, trial, explanations[trial.idea]) for trial in trials}
    changed = next(filter(None, (trial.changed for trial in trials)), "")
    return Diagnosis(known.signature, {**findings, UNCHANGED: changed})


class _Trial:
    """One call of a learner's function, for one idea."""

    def __init__(self, part, idea, function, rng):
        self.idea = idea
        self.inputs = part.ideas[idea].inputs(rng)
        given = copy.deepcopy(self.inputs)
        self.answer, self.stopped, self.changed = None, "", ""
        try:
            with np.errstate(all="ignore"):  # what an overflow leads to shows in the answer
                answer = call(function, *given, returns=part.returns)
            answers = answer if "," in part.returns else [answer]
            self.answer = tuple(map(_kept, answers))
        except AssertionError as error:
            self.stopped = str(error) or "an assert of your function fails."
        except (Exception, SystemExit) as error:  # whatever a learner's code may raise
            words = traceback.format_exception_only(error)[-1].strip()
            self.stopped = f"the function stops with {words}."
        if not all(map(same, map(as_left, given), self.inputs)):
            self.changed = "your function changes what it is given; work on a copy."


def _kept(answer):
    """An answer as it is now, whatever the function does to it when it is called again.

    Lists, dictionaries and arrays of the learner's own classes become plain ones.
    """
    if isinstance(answer, dict):
        return {key: _kept(value) for key, value in dict.items(answer)}
    if isinstance(answer, list):
        return [_kept(value) for value in list.__iter__(answer)]
    return np.array(answer) if isinstance(answer, np.ndarray) else answer


def _explanations(part, trials):
    """For each idea the mistakes that give the answer of its trial; None where none do."""
    # What explains all answers is told from what explains one of them by chance.
    for wrong in part.candidates:
        if all(_agrees(part, wrong, trial) for trial in trials):
            return {trial.idea: wrong for trial in trials}
    fitting = {
        trial.idea: [wrong for wrong in part.candidates if _agrees(part, wrong, trial)]
        for trial in trials
    }
    # A mistake explains the answers for other ideas only if it shows under its own.
    mistakes = {trial.idea: part.ideas[trial.idea].mistakes.keys() for trial in trials}
    shown = set().union(*mistakes.values())
    for _ in range(2):
        chosen = {
            idea: _smallest(fitting[idea], mistakes[idea], shown | mistakes[idea])
            for idea in fitting
        }
        shown = set()
        for trial in trials:
            known = mistakes[trial.idea]
            shown |= known if trial.stopped else known & (chosen[trial.idea] or set())
    return chosen


def _smallest(candidates, own, possible):
    """The smallest set of possible mistakes, one with an idea's own first; None if none."""
    candidates = [wrong for wrong in candidates if wrong <= possible]
    return min(candidates, key=lambda wrong: (len(wrong), not wrong & own), default=None)


def _agrees(part, wrong, trial):
    if trial.answer is None:
        return False
    expected = part.answer(wrong, trial.inputs)
    return expected is not None and all(map(same, trial.answer, expected))


def _finding(part, trial, wrong):
    """What is wrong with the idea of a trial, in a sentence; empty when it is right."""
    if trial.stopped:
        return trial.stopped
    if wrong is not None:
        mistakes = part.ideas[trial.idea].mistakes
        return " ".join(f"you have {mistakes[name]}." for name in mistakes if name in wrong)
    names, right = part.returns.split(", "), part.answer(set(), trial.inputs)
    for name, answer, expected in zip(names, trial.answer, right, strict=True):
        if same(answer, expected):
            continue
        expect = expect_array if isinstance(expected, (np.ndarray, float)) else expect_equal
        try:
            expect(answer, expected, name)
        except AssertionError as error:
            return str(error)
        kinds = [np.asarray(value).dtype for value in (expected, answer)]
        return f"{name}: expected the type {kinds[0]}, got {kinds[1]}."
    raise RuntimeError("an answer that differs nowhere was not recognised as right")
