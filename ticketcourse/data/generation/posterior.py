"""P(label = 1 | both texts): the best that any reader can know about noisy labels."""

from functools import lru_cache

import numpy as np

from ticketcourse.data.generation.facts import with_fault
from ticketcourse.data.generation.noise import noisy_marginals
from ticketcourse.data.generation.signals import fault_posterior


def label_posterior(facts):
    """Compute the chance of each noisy label given all that the texts and the date tell.

    The texts tell the signals of the first fault and the labels that have sentences of their own.
    What they leave open, which fault it was and how the labels were disturbed, is summed out.

    Parameters
    ----------
    facts : Facts

    Returns
    -------
    array (L,) of float64; do not write into it
    """
    return _label_posterior(facts.period, facts.outcome.symptom, facts.outcome.fix, facts.told)


@lru_cache(maxsize=10_000)
def _label_posterior(period, symptom, fix, told):
    return np.sum(
        [
            chance * noisy_marginals(with_fault(fault, told))
            for fault, chance in fault_posterior(period, symptom, fix)
        ],
        axis=0,
    )
