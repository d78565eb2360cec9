"""What the two texts of a ticket show of its fault, and what a reader can conclude from that.

A text shows a `Signal`: the fault's own words, words that two faults share, words that tell the
area alone, or nothing. `outcomes` lists with whole-number weights what a fault can show. The
generator draws from it and `fault_posterior` inverts it by Bayes' rule: so the posterior is exact.
"""

from bisect import bisect_right
from functools import cache
from itertools import accumulate
from typing import NamedTuple

from ticketcourse.data.generation.faults import FAULTS
from ticketcourse.data.generation.shared import CROSS_OF_FAULT, CROSSES

SLICES = ("either", "description", "resolution", "neither", "both")
"""Where the fault can be read: in either text alone, in one of them only, in none, in both only."""

_PERCENT = {"either": 35, "description": 25, "resolution": 20, "neither": 10, "both": 10}


class Signal(NamedTuple):
    """What one text shows: its kind is "own", "shared", "area" or "nothing".

    For "own" the number is that of the fault, for "shared" that of the cross, and `which` says
    which of its two symptoms (or fixes); for "area" the name of the area is given.
    """

    kind: str
    number: int = 0
    which: int = 0
    area: str = ""


class Outcome(NamedTuple):
    """One way for a fault to show itself."""

    weight: int
    slice: str
    symptom: Signal
    fix: Signal


_GROUP_WEIGHT = sum(FAULTS[i].weight for i in CROSS_OF_FAULT)
_TOTAL_WEIGHT = sum(fault.weight for fault in FAULTS)
# Only faults of a cross can need both texts: they do so more often, so that 10 % of all tickets do.
_BOTH = 1000 * _PERCENT["both"] * _TOTAL_WEIGHT // _GROUP_WEIGHT
_ALL = 100_000


@cache
def outcomes(number):
    """List what the fault of this number can show; the weights sum up to the same for each."""
    own, area = Signal("own", number), Signal("area", area=FAULTS[number].area)
    vague = (area, Signal("nothing"))
    both = _BOTH if number in CROSS_OF_FAULT else 0
    rest = (_ALL - both) // (4 * (100 - _PERCENT["both"]))  # each per cent in four equal parts
    found = [Outcome(4 * rest * _PERCENT["either"], "either", own, own)]
    for signal in vague:
        weight = 2 * rest * _PERCENT["description"]
        found.append(Outcome(weight, "description", own, signal))
        weight = 2 * rest * _PERCENT["resolution"]
        found.append(Outcome(weight, "resolution", signal, own))
        found += [Outcome(rest * _PERCENT["neither"], "neither", signal, other) for other in vague]
    if both:
        i = CROSS_OF_FAULT[number]
        for symptom in (0, 1):
            fix = 0 if CROSSES[i].fault(symptom, 0) == number else 1
            signals = Signal("shared", i, symptom), Signal("shared", i, fix)
            found.append(Outcome(both // 2, "both", *signals))
    return tuple(found)


@cache
def _ends(number):
    return tuple(accumulate(outcome.weight for outcome in outcomes(number)))


@cache
def _fault_ends(period, area=None):
    return tuple(
        accumulate(fault.weight_at(period) * (area in (None, fault.area)) for fault in FAULTS)
    )


def draw_fault(random, period, area=None):
    """Draw the number of a fault (of an area), as frequent as it is in one of the ten periods."""
    ends = _fault_ends(period, area)
    return bisect_right(ends, int(random() * ends[-1]))


def draw_outcome(random, number):
    """Draw how the fault of this number shows itself."""
    ends = _ends(number)
    return outcomes(number)[bisect_right(ends, int(random() * ends[-1]))]


@cache
def _likelihoods():
    """For each pair of signals: the faults that can show it, with its chance for each of them."""
    table = {}
    for number in range(len(FAULTS)):
        for outcome in outcomes(number):
            faults = table.setdefault((outcome.symptom, outcome.fix), {})
            faults[number] = faults.get(number, 0) + outcome.weight / _ends(number)[-1]
    return table


@cache
def fault_posterior(period, symptom, fix):
    """Compute P(fault | what both texts show, period) by Bayes' rule.

    Parameters
    ----------
    period : int
        The tenth of the time in which the ticket was opened, from 0.
    symptom, fix : Signal
        What the description and the resolution show.

    Returns
    -------
    tuple of (int, float)
        The number and the chance of each fault that fits; the chances sum up to 1.
    """
    joint = {
        number: FAULTS[number].weight_at(period) * chance
        for number, chance in _likelihoods()[symptom, fix].items()
    }
    total = sum(joint.values())
    return tuple((number, chance / total) for number, chance in joint.items())
