"""Splitting tickets into parts without letting what belongs together fall apart."""

import hashlib

import numpy as np

from ticketcourse.data.near_duplicates import near_duplicate_groups
from ticketcourse.errors import TicketcourseError


def split_positions(tickets, seed, fractions, by):
    """Find out which tickets go to which part; `Tickets.split` says how.

    Parameters
    ----------
    tickets : Tickets
    seed : int
    fractions : tuple of three float
    by : {"random", "group", "time"}

    Returns
    -------
    train, valid, test : list of int
        Positions of the tickets, ascending.
    """
    if len(fractions) != 3 or min(fractions) <= 0 or abs(sum(fractions) - 1) > 1e-9:
        raise TicketcourseError(
            f"The fractions {fractions} are not three positive numbers that sum to 1: "
            "give for example (0.8, 0.1, 0.1)."
        )
    if by not in ("random", "group", "time"):
        raise TicketcourseError(f'by is {by!r}: give "random", "group" or "time".')
    values = {"random": (), "group": tickets.groups, "time": tickets.times}[by]
    if values is None:
        values = [None] * len(tickets)
    if missing := values.count(None):
        advice = "name the column that holds it" if missing == len(tickets) else "fill it in"
        raise TicketcourseError(
            f"{missing:,} of {len(tickets):,} tickets have no {by} to split by: {advice}, or split "
            "in another way."
        )
    units = _units(tickets, seed, joined=values if by == "group" else None)
    wanted = [len(tickets) * fraction for fraction in fractions]
    if by == "time":
        parts = _in_order(sorted(units, key=lambda unit: min(values[i] for i in unit)), wanted)
    else:
        parts = _stratified(units, tickets.labels, wanted)
    if not all(parts):
        raise TicketcourseError(
            f"The tickets are too few to split into training, validation and test tickets: those "
            f"with nearly equal texts{' or of one group' if by == 'group' else ''} count once, "
            f"which makes {len(units)}; give at least 10."
        )
    return tuple(sorted(i for unit in part for i in unit) for part in parts)


def _units(tickets, seed, joined):
    """What must stay together: lists of positions, in an order that seed and texts decide.

    `joined` may give each ticket something that holds it together with others, besides its texts.
    """
    if not len(tickets):
        return []
    group = near_duplicate_groups(
        [f"{ticket.description}\n{ticket.resolution}" for ticket in tickets]
    )
    if joined is not None:
        group = _connected(group, np.unique(joined, return_inverse=True)[1])
    units = {}
    for i, number in enumerate(group.tolist()):
        units.setdefault(number, []).append(i)
    prints = tickets.fingerprints

    def place(unit):
        text = f"{seed}:{min(prints[i] for i in unit)}"
        return hashlib.sha256(text.encode()).digest()

    return sorted(units.values(), key=place)


def _connected(first, second):
    """Number what two ways to group n tickets connect: int arrays of shape (n,)."""
    from scipy.sparse import coo_array
    from scipy.sparse.csgraph import connected_components

    second = second + first.max() + 1
    size = second.max() + 1
    graph = coo_array((np.ones(len(first), dtype=bool), (first, second)), shape=(size, size))
    return connected_components(graph, directed=False)[1][first]


def _in_order(units, wanted):
    """Cut units into parts of the wanted numbers of tickets."""
    parts, before, ends = [[] for _ in wanted], 0, np.cumsum(wanted)
    for unit in units:
        middle = before + len(unit) / 2  # a unit goes where most of it fits
        parts[min(int(np.searchsorted(ends, middle)), len(parts) - 1)].append(unit)
        before += len(unit)
    return parts


def _stratified(units, labels, wanted):
    """Give each part its share of every label, the label with the fewest tickets left first."""
    total, wanted = sum(wanted), list(wanted)
    # Large units first: the small ones that follow even out what those upset.
    units = sorted(units, key=len, reverse=True)
    with_label = {}
    for number, unit in enumerate(units):
        for label in {label for i in unit for label in labels[i]}:
            with_label.setdefault(label, []).append(number)
    n_with = {
        label: sum(label in labels[i] for number in numbers for i in units[number])
        for label, numbers in with_label.items()
    }
    left = dict(n_with)
    wanted_of = {label: [n * share / total for share in wanted] for label, n in n_with.items()}
    parts, free = [[] for _ in wanted], set(range(len(units)))

    def put(number, wish):
        # The part that lacks most of the label, then of the other labels, then of tickets; never
        # one that is full.
        open_parts = [p for p in range(len(wanted)) if wanted[p] > 0] or range(len(wanted))
        own = sorted({label for i in units[number] for label in labels[i]})

        def lack(p):
            return wish[p], sum(wanted_of[label][p] / n_with[label] for label in own), wanted[p]

        part = max(open_parts, key=lack)
        parts[part].append(units[number])
        free.remove(number)
        for i in units[number]:
            wanted[part] -= 1
            for label in labels[i]:
                wanted_of[label][part] -= 1
                left[label] -= 1

    while rest := [label for label in left if left[label]]:
        rarest = min(rest, key=lambda label: (left[label], label))
        for number in with_label[rarest]:
            if number in free:
                put(number, wanted_of[rarest])
    for number in sorted(free):
        put(number, wanted)
    return parts
