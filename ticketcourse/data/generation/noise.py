"""Label noise: what busy people make of the labels that a ticket should have.

Each label is forgotten with a chance, but a ticket keeps at least one; each label that is left may
be taken for a sibling; now and then a label that does not belong is added. Labels are numbers here.
"""

from bisect import bisect_right
from functools import lru_cache
from itertools import accumulate, product

import numpy as np

from ticketcourse.data.generation.faults import FAULTS
from ticketcourse.data.generation.labels import LABEL_NAMES, LABEL_NUMBER, SIBLINGS

DROPPED = 0.2  # chance of a label; as one always stays, 10 to 15 % of all labels are lost
SWAPPED = 0.065  # chance of a label that is left
ADDED = 0.03  # chance of a ticket


def _added_weights():
    """Frequent labels come to mind more than in proportion: the squares of the faults' weights."""
    weights = [4] * len(LABEL_NAMES)
    for fault in FAULTS:
        for label in fault.labels:
            weights[LABEL_NUMBER[label]] += fault.weight
    return [weight * weight for weight in weights]


_ENDS = tuple(accumulate(_added_weights()))


def disturb(labels, random):
    """Draw the noisy labels of a ticket.

    Parameters
    ----------
    labels : tuple of int
        Its clean labels, at least one.
    random : callable
        Gives the next float in [0, 1).

    Returns
    -------
    set of int
    """
    kept = [label for label in labels if random() >= DROPPED]
    if not kept:
        kept = [labels[int(random() * len(labels))]]
    noisy = set()
    for label in kept:
        if random() < SWAPPED:
            siblings = SIBLINGS[label]
            label = siblings[int(random() * len(siblings))]
        noisy.add(label)
    if random() < ADDED:
        noisy.add(bisect_right(_ENDS, int(random() * _ENDS[-1])))
    return noisy


@lru_cache(maxsize=10_000)
def noisy_marginals(labels):
    """Compute for each label the chance that the noisy labels hold it: `disturb`, summed out.

    Parameters
    ----------
    labels : tuple of int
        The clean labels, sorted, at least one.

    Returns
    -------
    array (L,) of float64; do not write into it
    """
    absent = np.zeros(len(LABEL_NAMES))
    for kept, chance in _kept_subsets(labels):
        missing = np.ones(len(LABEL_NAMES))
        for label in kept:
            given = np.zeros(len(LABEL_NAMES))
            given[label] = 1 - SWAPPED
            given[list(SIBLINGS[label])] = SWAPPED / len(SIBLINGS[label])
            missing *= 1 - given
        absent += chance * missing
    added = ADDED * np.diff(np.array([0, *_ENDS])) / _ENDS[-1]
    return 1 - absent * (1 - added)


def _kept_subsets(labels):
    """Yield each set of labels that may be left after omission, with its chance."""
    for flags in product((False, True), repeat=len(labels)):
        chance = 1.0
        for flag in flags:
            chance *= 1 - DROPPED if flag else DROPPED
        if any(flags):
            yield [label for label, flag in zip(labels, flags, strict=True) if flag], chance
        else:
            yield from (([label], chance / len(labels)) for label in labels)
