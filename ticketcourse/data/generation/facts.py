"""What is decided about a ticket before a word of it is written."""

from typing import NamedTuple

from ticketcourse.data.generation import noise
from ticketcourse.data.generation.entities import N_DAYS
from ticketcourse.data.generation.faults import FAULTS, N_PERIODS
from ticketcourse.data.generation.labels import IN_EITHER_TEXT, LABEL_NUMBER, VERDICTS
from ticketcourse.data.generation.signals import Outcome, draw_fault, draw_outcome

# The chance of one more fault, by default only where the first has one label; and, for two labels a
# ticket on average, of one more and a third.
_MORE_FAULTS = {False: (0.08,), True: (0.85, 0.35)}
_MODIFIERS_TIMES = {False: 1.0, True: 2.3}
_SAME_AREA = 0.8  # the chance that a further fault is of the same area as the first


class Facts(NamedTuple):
    """The facts about one ticket.

    `faults` starts with the fault that `outcome` belongs to; further ones show their own words in
    the same texts. `modifiers` are labels of `IN_EITHER_TEXT` that a sentence tells, `verdict` is a
    label of `VERDICTS` that the resolution tells, or None.
    """

    day: int
    language: str
    faults: tuple[int, ...]
    outcome: Outcome
    modifiers: tuple[str, ...]
    verdict: str | None

    @property
    def period(self):
        return self.day * N_PERIODS // N_DAYS

    @property
    def told(self):
        """The labels, as numbers, that sentences of their own tell whatever the first fault is."""
        labels = {LABEL_NUMBER[name] for name in self.modifiers}
        if self.verdict:
            labels.add(LABEL_NUMBER[self.verdict])
        for fault in self.faults[1:]:
            labels.update(_LABELS_OF_FAULT[fault])
        return tuple(sorted(labels))

    @property
    def clean(self):
        """The labels, as numbers, before noise."""
        return with_fault(self.faults[0], self.told)


def with_fault(fault, labels):
    """Add the labels of a fault to a sorted tuple of labels."""
    return tuple(sorted({*labels, *_LABELS_OF_FAULT[fault]}))


_LABELS_OF_FAULT = tuple(tuple(LABEL_NUMBER[name] for name in fault.labels) for fault in FAULTS)


def draw_facts(random, *, many_labels, other_languages):
    """Draw the facts about one ticket.

    Parameters
    ----------
    random : callable
        Gives the next float in [0, 1).
    many_labels : bool
        Two labels a ticket on average, not one and a third.
    other_languages : float
        The share of tickets in German or French.
    """
    day = int(random() * N_DAYS)
    period = day * N_PERIODS // N_DAYS
    faults = [draw_fault(random, period)]
    outcome = draw_outcome(random, faults[0])
    language, modifiers, verdict = "en", [], None
    if outcome.slice != "both" and random() < other_languages:
        language = "de" if random() < 0.5 else "fr"
    if outcome.slice not in ("neither", "both"):
        for chance in _MORE_FAULTS[many_labels]:
            if (many_labels or len(FAULTS[faults[0]].labels) == 1) and random() < chance:
                near = FAULTS[faults[0]].area if random() < _SAME_AREA else None
                fault = draw_fault(random, period, near)
                if fault not in faults:
                    faults.append(fault)
    if language == "en" and outcome.slice != "neither":
        for name, (chance, _) in IN_EITHER_TEXT.items():
            if random() < chance * _MODIFIERS_TIMES[many_labels]:
                modifiers.append(name)
    if language == "en" and outcome.fix.kind == "nothing" and len(faults) == 1:
        u = random()
        for name, (chance, _) in VERDICTS.items():
            if u < chance:
                verdict = name
                break
            u -= chance
    return Facts(day, language, tuple(faults), outcome, tuple(modifiers), verdict)


def draw_noisy(facts, random):
    """Draw the noisy labels of a ticket, as numbers."""
    return noise.disturb(facts.clean, random)
