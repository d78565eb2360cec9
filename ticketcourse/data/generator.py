"""The default data: a seeded generator of realistic IT tickets with label noise.

Each ticket starts from a fault. Its texts show the fault's own words, words that two faults share,
words that tell the area alone, or nothing; beside them stand remarks, logs, stack traces and
sentences about other faults that are waved aside. Labels are disturbed as busy people disturb them.
Because the generator knows all its chances, it also knows for each ticket the chance of each label
given both texts (`ceiling_posteriors`), and so the best score that anybody can reach.

Time: tickets are opened on 1,000 days from 1 January 2022, in no order. How frequent a fault is
drifts with time, and so do names and versions. Some phrasings and names occur in the last hundred
days alone (from `HELD_OUT_FROM` on): to test on phrasings and names that training never saw, train
on tickets created before that date and test on the rest. A split by time into (0.8, 0.1, 0.1) does
about that.
"""

from hashlib import sha256
from random import Random
from typing import NamedTuple

import numpy as np

from ticketcourse.data.generation.compose import compose
from ticketcourse.data.generation.entities import N_DAYS, date_of
from ticketcourse.data.generation.facts import draw_facts, draw_noisy
from ticketcourse.data.generation.labels import LABEL_NAMES
from ticketcourse.data.generation.near_copies import alter
from ticketcourse.data.generation.posterior import label_posterior
from ticketcourse.data.generation.signals import SLICES
from ticketcourse.data.generation.templates import HELD_OUT_PERIOD
from ticketcourse.data.schema import Ticket, Tickets
from ticketcourse.errors import TicketcourseError

__all__ = [
    "HELD_OUT_FROM",
    "LABEL_NAMES",
    "SLICES",
    "GeneratedTicket",
    "ceiling_posteriors",
    "generate_tickets",
    "slices_of",
    "stream_generated_tickets",
]

HELD_OUT_FROM = date_of(HELD_OUT_PERIOD * N_DAYS // 10)
"""The day from which on some phrasings and names occur that earlier tickets never have."""
_SLICE_WORDS = {
    "either": "either text alone",
    "description": "description alone",
    "resolution": "resolution alone",
    "neither": "neither text",
    "both": "needs both texts",
}
_COPY_IN = 100  # one ticket in so many is nearly a copy
_COPY_REACH = 200  # of one of so many before it


class GeneratedTicket(NamedTuple):
    """A ticket and what only its generator knows of it.

    Parameters
    ----------
    ticket : Ticket
        The two texts and the noisy labels.
    clean_labels : tuple of str
        The labels before noise, sorted.
    created : str
        The day on which it was opened, as an ISO date.
    slice : str
        Where its fault can be read: in "either" text alone, only in the "description" or the
        "resolution", in "neither", or only in "both" together. A verdict such as "duplicate"
        stands in the resolution in any slice.
    language : str
        "en", "de" or "fr".
    held_out : bool
        Whether it has a phrasing that is held out for the last period.
    copy_of : int or None
        The number of the ticket that this one nearly repeats.
    """

    ticket: Ticket
    clean_labels: tuple[str, ...]
    created: str
    slice: str
    language: str
    held_out: bool
    copy_of: int | None


def generate_tickets(n=5000, seed=0, *, many_labels=False, other_languages=0.02):
    """Generate the default data.

    Ticket number i depends on the seed, the options and i alone: a larger n gives the same tickets
    and more. The same seed gives the same bytes on every platform and Python version.

    Parameters
    ----------
    n : int
        The number of tickets.
    seed : int
        Another seed gives other tickets from the same distribution.
    many_labels : bool
        Two labels a ticket on average; by default it is one and a third.
    other_languages : float
        The share of tickets in German or French, for example 0.35.

    Returns
    -------
    tickets : Tickets
        With `clean_labels`, the labels before noise, `times`, the days on which they were opened,
        and `origins`, by which `ceiling_posteriors` and `slices_of` know them again.

    Raises
    ------
    TicketcourseError
        When n is below 1, or when the share is not between 0 and 1.
    """
    if n < 1:
        raise TicketcourseError(f"{n} tickets cannot be generated: give a number of at least 1.")
    generated = list(
        stream_generated_tickets(
            seed, stop=n, many_labels=many_labels, other_languages=other_languages
        )
    )
    return Tickets(
        (one.ticket for one in generated),
        label_names=LABEL_NAMES,
        clean_labels=[one.clean_labels for one in generated],
        times=[one.created for one in generated],
        origins=[(seed, number, many_labels, other_languages) for number in range(n)],
    )


def stream_generated_tickets(
    seed=0, start=0, stop=None, *, many_labels=False, other_languages=0.02
):
    """Generate tickets one by one, in bounded memory.

    Parameters
    ----------
    seed, many_labels, other_languages
        As for `generate_tickets`.
    start, stop : int
        The numbers of the first ticket and of the one after the last; without `stop` there is no
        end.

    Yields
    ------
    GeneratedTicket

    Raises
    ------
    TicketcourseError
        When the share of other languages is not between 0 and 1.
    """
    options = _options(many_labels, other_languages)
    number = start
    while stop is None or number < stop:
        yield _generate(seed, number, options)
        number += 1


def ceiling_posteriors(tickets, label_names):
    """Give the chance of each label of generated tickets, given all that their texts tell.

    The chance is that of the noisy label, P(label = 1 | both texts, date), computed without
    approximation from the generator's own chances: no reader can know more. The ceiling of a score
    is what these chances reach when they are used like a classifier's, with the threshold that
    these chances themselves show to be the best.

    Parameters
    ----------
    tickets : Tickets
        Some of those that `generate_tickets` gave, for example one part of a split.
    label_names : sequence of str
        The L labels in the order of the columns; a label that no generated ticket has gets 0.

    Returns
    -------
    p : ndarray of float64, shape (n, L)
    """
    p = np.zeros((len(tickets), len(label_names)))
    known = {name: j for j, name in enumerate(LABEL_NAMES)}
    columns = [j for j, name in enumerate(label_names) if name in known]
    for row, (seed, number, *options) in enumerate(tickets.origins):
        facts, _, _ = _facts(seed, number, _options(*options))
        posterior = label_posterior(facts)
        p[row, columns] = [posterior[known[label_names[j]]] for j in columns]
    return p


def slices_of(tickets):
    """Say for generated tickets where what their labels follow from can be read.

    Parameters
    ----------
    tickets : Tickets
        Some of those that `generate_tickets` gave.

    Returns
    -------
    slices : dict of str to ndarray of bool, shape (n,)
        The slices of `GeneratedTicket`, and the tickets with a phrasing that is held out.
    """
    generated = [
        _generate(seed, number, _options(*options)) for seed, number, *options in tickets.origins
    ]
    slices = {
        words: np.array([one.slice == name for one in generated], dtype=bool)
        for name, words in _SLICE_WORDS.items()
    }
    slices["phrasings held out"] = np.array([one.held_out for one in generated], dtype=bool)
    return slices


def _options(many_labels, other_languages):
    if not 0 <= other_languages <= 1:
        raise TicketcourseError(
            f"A share of {other_languages} tickets in other languages is impossible: "
            "give a number from 0 to 1."
        )
    return {"many_labels": bool(many_labels), "other_languages": other_languages}


def _facts(seed, number, options):
    """Draw the facts about a ticket; return them with its dice and the ticket it is a copy of."""
    digest = sha256(f"{seed}:{number}".encode()).digest()
    back = 1 + int.from_bytes(digest[16:20]) % _COPY_REACH
    if int.from_bytes(digest[20:24]) % _COPY_IN == 0 and back <= number:
        facts, _, copied = _facts(seed, number - back, options)
        if copied is None:
            return facts, Random(int.from_bytes(digest[:16])).random, number - back
    random = Random(int.from_bytes(digest[:16])).random
    return draw_facts(random, **options), random, None


def _generate(seed, number, options):
    facts, random, copy_of = _facts(seed, number, options)
    if copy_of is None:
        description, resolution, held_out = compose(facts, random)
    else:
        _, again, _ = _facts(seed, copy_of, options)
        description, resolution, held_out = compose(facts, again)
        description = alter(description, facts.day, random)
    labels, clean = (
        tuple(LABEL_NAMES[j] for j in sorted(numbers))
        for numbers in (draw_noisy(facts, random), facts.clean)
    )
    return GeneratedTicket(
        Ticket(description, resolution, labels),
        clean,
        date_of(facts.day),
        facts.outcome.slice,
        facts.language,
        held_out,
        copy_of,
    )
